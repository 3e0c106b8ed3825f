package dev.usher.cli;

import dev.usher.services.files.FileEntry;
import dev.usher.services.files.FileName;
import dev.usher.services.files.client.Progress;

import org.jspecify.annotations.Nullable;

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
        versionProvider = Main.Version.class,
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
        try (var perseverance = server.persevere()) {
            var rows = new Rows(command.commandLine().getOut());
            perseverance.insist(
                    Progress.UNWATCHED,
                    (client, _) -> {
                        client.list(prefix, rows::show);
                        return rows;
                    });
            rows.out.flush();
        }
        return ExitCode.OK;
    }

    /** The files that were shown, each once, however often the list had to be asked for. */
    private static final class Rows {
        private final PrintWriter out;
        private @Nullable FileName last;

        Rows(PrintWriter out) {
            this.out = out;
        }

        void show(FileEntry file) {
            if (last == null || file.name().compareTo(last) > 0) {
                out.print(file.name() + " " + file.size() + " " + file.modified() + "\n");
                last = file.name();
            }
        }
    }
}
