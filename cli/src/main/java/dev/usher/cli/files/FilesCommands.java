package dev.usher.cli.files;

import dev.usher.cli.arguments.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code usher files}: has files kept by a server. */
@Command(
        name = "files",
        description = "Puts, gets and lists the files of a files server.",
        footer = {"  usher files put notes.txt", "  usher files list"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class FilesCommands {
    private FilesCommands() {}

    public static CommandLine commandLine() {
        return new CommandLine(new FilesCommands())
                .addSubcommand(new FilesPut())
                .addSubcommand(new FilesGet())
                .addSubcommand(new FilesList())
                .addSubcommand(new FilesDelete())
                .addSubcommand(new FilesRename());
    }
}
