package dev.usher.cli.files;

import dev.usher.cli.arguments.Version;
import dev.usher.services.files.FileEntry;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** The command {@code usher files list}: shows what there is. */
@Command(
        name = "list",
        description = "Shows the name, size and time of each file, by name.",
        footer = {"  usher files list", "  usher files list photos/ --at 127.0.0.1:12005"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FilesList implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "How the names begin.")
    private String prefix;

    @Mixin private FilesServer server;

    @Override
    public Integer call() throws IOException {
        var out = command.commandLine().getOut();
        server.ask(client -> client.list(prefix, file -> show(file, out)));
        out.flush();
        return ExitCode.OK;
    }

    private static void show(FileEntry file, PrintWriter out) {
        out.print(file.name() + " " + file.size() + " " + file.modified() + "\n");
    }
}
