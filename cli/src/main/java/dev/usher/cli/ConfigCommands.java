package dev.usher.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code usher config}: the file with the settings of a server. */
@Command(
        name = "config",
        description = "Writes, checks and shows the settings of a server.",
        footer = {"  usher config init", "  usher config check usher.conf"},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class ConfigCommands {
    private ConfigCommands() {}

    static CommandLine commandLine() {
        return new CommandLine(new ConfigCommands())
                .addSubcommand(new ConfigInit())
                .addSubcommand(new ConfigCheck())
                .addSubcommand(ConfigShow.commandLine());
    }
}
