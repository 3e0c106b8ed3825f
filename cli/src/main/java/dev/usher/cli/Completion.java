package dev.usher.cli;

import dev.usher.cli.arguments.Version;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Locale;
import java.util.concurrent.Callable;

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
    private static final String ZSH = "#compdef usher\n";

    @Spec private CommandSpec command;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell;

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
        out.print(shell == Shell.ZSH ? ZSH + script : script);
        out.flush();
        return ExitCode.OK;
    }
}
