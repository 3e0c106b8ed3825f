package dev.usher.cli;

import dev.usher.cli.arguments.Version;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The command {@code usher completion}: what has a shell complete this command line. */
@Command(
        name = "completion",
        description = {
            "Prints a script by which a shell completes commands and options by Tab, of usher and"
                    + " of ./usher alike.",
            "Load it in ~/.bashrc or ~/.zshrc, as in the first example, or once in a shell."
        },
        footer = {"  source <(usher completion bash)", "  usher completion zsh > _usher"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Completion implements Callable<Integer> {
    /** First in a file that zsh finds by itself, in a folder of its fpath. */
    private static final String ZSH_BEGINNING =
            """
            #compdef usher

            # A command of bash's, which zsh has no need of.
            function compopt { : }

            """;

    /** What the script does in its place does nothing in a file that is read as a whole. */
    private static final String ALIAS = "  alias compopt=complete\n";

    private static final String ZSH_END =
            """

            # From a file of its fpath, zsh reads this at the first Tab, and wants an answer.
            if [ "${funcstack[1]}" = _usher ]; then
              _bash_complete -o default -F _complete_usher
            fi
            """;

    @Spec private CommandSpec command;

    @Parameters(
            paramLabel = "bash|zsh",
            completionCandidates = Shells.class,
            converter = ShellName.class,
            description = "The shell.")
    private Shell shell;

    /** Their names. */
    private static final class Shells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Shell.values()).map(Shell::toString).iterator();
        }
    }

    /** Reads such a name, in letters of any size. */
    private static final class ShellName implements ITypeConverter<Shell> {
        @Override
        public Shell convert(String text) {
            return Stream.of(Shell.values())
                    .filter(shell -> shell.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "there is no script for '%s', only for bash and zsh"
                                            .formatted(text)));
        }
    }

    /** The shells, as they are called. */
    @SuppressWarnings("MemberName")
    private enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        var out = command.commandLine().getOut();
        var script = AutoComplete.bash("usher", command.parent().commandLine());
        out.print(shell == Shell.ZSH ? zsh(script) : script);
        out.flush();
        return ExitCode.OK;
    }

    private static String zsh(String bash) {
        return ZSH_BEGINNING + bash.replace(ALIAS, "") + ZSH_END;
    }
}
