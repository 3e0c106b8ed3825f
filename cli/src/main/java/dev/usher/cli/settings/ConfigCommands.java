package dev.usher.cli.settings;

import dev.usher.cli.arguments.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code usher config}: the file with the settings of a server. */
@Command(
        name = "config",
        description = "Writes, checks and shows the settings of a server.",
        footer = {"  usher config init", "  usher config check usher.conf"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ConfigCommands {
    private ConfigCommands() {}

    public static CommandLine commandLine() {
        return new CommandLine(new ConfigCommands())
                .addSubcommand(new ConfigInit())
                .addSubcommand(new ConfigCheck())
                .addSubcommand(ConfigShow.commandLine());
    }
}
