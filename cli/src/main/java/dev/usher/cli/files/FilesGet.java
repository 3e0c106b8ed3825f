package dev.usher.cli.files;

import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.Version;
import dev.usher.services.files.FileName;
import dev.usher.services.files.client.Existing;
import dev.usher.services.files.client.FilesClient;
import dev.usher.services.files.client.FilesException;
import dev.usher.services.files.client.Progress;
import dev.usher.services.files.client.Receipt;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The command {@code usher files get}: fetches files. */
@Command(
        name = "get",
        description = "Fetches files, and shows the name, size and SHA-256 of each that has come.",
        footer = {
            "  usher files get notes.txt",
            "  usher files get photos/cat.jpg -o cat.jpg --force"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FilesGet implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            converter = RemoteName.class,
            description = "What to fetch; here it has the last segment of this name.")
    private List<FileName> names;

    @Option(names = "-o", paramLabel = "FILE", description = "Another name here, for one NAME.")
    private @Nullable Path output;

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            defaultValue = "",
            description = "The folder here (the current one).")
    private Path folder;

    @Option(names = "--force", description = "Replace files that are here already.")
    private boolean force;

    @Option(
            names = "--max-file-size",
            paramLabel = "BYTES",
            converter = Quantity.Bytes.class,
            description = "Bytes of the largest file that may come, such as 50G (10G).")
    private @Nullable Long fileSize;

    @Mixin private Several several;
    @Mixin private FilesServer server;

    @Override
    public Integer call() {
        if (output != null) {
            check(output);
        }
        if (fileSize != null) {
            server.fileSize(fileSize);
        }
        var existing = force ? Existing.REPLACE : Existing.KEEP;
        var jobs = new ArrayList<Transfers.Job>();
        for (var name : names) {
            var target = output == null ? folder.resolve(RemoteName.lastSegment(name)) : output;
            several.name(target);
            jobs.add(
                    new Transfers.Job(
                            name.toString(),
                            (client, progress) ->
                                    line(get(client, name, target, existing, progress))));
        }
        return new Transfers(server, command.commandLine(), jobs).run(several.parallel());
    }

    private void check(Path output) {
        if (names.size() > 1) {
            throw new ParameterException(command.commandLine(), "-o is for one NAME");
        }
        if (Files.isDirectory(output)) {
            throw new ParameterException(
                    command.commandLine(), output + " is a folder; use --to " + output);
        }
        if (output.equals(Path.of("-"))) {
            throw new ParameterException(
                    command.commandLine(), "-o names a file, not stdout; ./- is one of that name");
        }
    }

    private static Receipt get(
            FilesClient client, FileName name, Path target, Existing existing, Progress progress)
            throws IOException {
        try {
            return client.get(name, target, existing, progress);
        } catch (FileAlreadyExistsException there) {
            throw new IOException(
                    "%s%s; --force replaces it"
                            .formatted(
                                    target.equals(Path.of(name.toString())) ? "" : target + " ",
                                    there.getReason()),
                    there);
        } catch (FilesException.TooLarge no) {
            throw new IOException(no.getMessage() + "; take more with --max-file-size", no);
        }
    }

    /** What stdout shows of a transfer that is done. */
    static String line(Receipt receipt) {
        return receipt.name() + " " + receipt.size() + " " + receipt.sha256();
    }
}
