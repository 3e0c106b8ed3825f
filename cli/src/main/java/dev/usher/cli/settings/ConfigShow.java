package dev.usher.cli.settings;

import dev.usher.cli.arguments.Version;
import dev.usher.cli.config.Line;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.concurrent.Callable;

/** The command {@code usher config show}: every setting, its value, and where that comes from. */
@Command(
        name = "show",
        description = {
            "Prints every setting, its value, and where that comes from: an option, the"
                    + " environment, a line of a file, or the default.",
            "Takes the options of 'usher serve'. Passwords are not shown."
        },
        footer = {
            "  usher config show",
            "  usher config show listeners.echo. --config usher.conf --max-clients 3"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ConfigShow implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "KEY",
            defaultValue = "",
            description = "Only settings whose keys begin so, such as listeners.echo.")
    private String beginning;

    @Mixin private ConfigFile config;

    private ConfigShow() {}

    /** The command, with an option for each setting that is one. */
    static CommandLine commandLine() {
        var line = new CommandLine(new ConfigShow());
        SettingOptions.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() throws IOException {
        var configuration = config.reader(command).read();
        configuration.remarks().forEach(command.commandLine().getErr()::println);
        var lines =
                configuration.lines().stream()
                        .filter(line -> line.key().startsWith(beginning))
                        .toList();
        if (lines.isEmpty()) {
            throw new IOException("no setting begins with " + beginning);
        }
        int width = lines.stream().mapToInt(line -> text(line).length()).max().orElseThrow();
        var out = command.commandLine().getOut();
        for (var line : lines) {
            out.println(
                    (text(line) + " ".repeat(width)).substring(0, width) + "  # " + line.origin());
        }
        return ExitCode.OK;
    }

    /** As in a file. */
    private static String text(Line line) {
        return line.key() + " = " + line.shown();
    }
}
