package dev.usher.cli.files;

import dev.usher.cli.arguments.Version;
import dev.usher.services.files.Condition;
import dev.usher.services.files.FileName;
import dev.usher.services.files.PutOptions;
import dev.usher.services.files.Sha256;
import dev.usher.services.files.client.FilesClient;
import dev.usher.services.files.client.Progress;
import dev.usher.services.files.client.Receipt;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The command {@code usher files put}: sends files. */
@Command(
        name = "put",
        description = "Sends files, and shows the name, size and SHA-256 of each that is kept.",
        footer = {
            "  usher files put notes.txt",
            "  usher files put *.jpg --to photos --parallel 8"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FilesPut implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "What to send; on the server it has the last part of this name.")
    private List<Path> files;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            converter = RemoteName.class,
            description = "Another name on the server, for one FILE.")
    private @Nullable FileName as;

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            converter = RemoteName.class,
            description = "The folder on the server (none).")
    private @Nullable FileName folder;

    @Option(names = "--if-absent", description = "Only if the server has no file of that name.")
    private boolean ifAbsent;

    @Option(
            names = "--if-match",
            paramLabel = "SHA256",
            converter = Digest.class,
            description = "Only if the server's file of that name has this digest.")
    private @Nullable Sha256 ifMatch;

    @Mixin private Several several;
    @Mixin private FilesServer server;

    /** A digest in the arguments. */
    static final class Digest implements ITypeConverter<Sha256> {
        @Override
        public Sha256 convert(String text) {
            try {
                return new Sha256(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    @Override
    public Integer call() {
        var condition = condition();
        var jobs = new ArrayList<Transfers.Job>();
        for (var file : files) {
            if (file.equals(Path.of("-"))) {
                throw wrong("- is no file; stdin cannot be sent, and ./- is a file of that name");
            }
            var name = name(file);
            several.name(name);
            jobs.add(
                    new Transfers.Job(
                            file.toString(),
                            (client, progress) ->
                                    FilesGet.line(put(client, file, name, condition, progress))));
        }
        return new Transfers(server, command.commandLine(), jobs).run(several.parallel());
    }

    private Condition condition() {
        if (ifMatch == null) {
            return ifAbsent ? Condition.ifAbsent() : Condition.always();
        }
        if (ifAbsent) {
            throw wrong("--if-absent and --if-match exclude each other");
        }
        return Condition.ifMatch(ifMatch);
    }

    private FileName name(Path file) {
        if (as != null) {
            if (files.size() > 1) {
                throw wrong("--as is for one FILE");
            }
            return as;
        }
        var last = file.toAbsolutePath().normalize().getFileName();
        if (last == null) {
            throw wrong(file + " has no name");
        }
        // Some systems take names apart into letters and accents.
        var name = Normalizer.normalize(last.toString(), Normalizer.Form.NFC);
        try {
            return new RemoteName().convert(folder == null ? name : folder + "/" + name);
        } catch (TypeConversionException impossible) {
            throw wrong(impossible.getMessage() + "; give another one with --as");
        }
    }

    private ParameterException wrong(String why) {
        return new ParameterException(command.commandLine(), why);
    }

    private static Receipt put(
            FilesClient client, Path file, FileName name, Condition condition, Progress progress)
            throws IOException {
        if (!Files.isRegularFile(file)) { // opening a pipe would wait for its other end
            throw new IOException(
                    Files.exists(file)
                            ? "is not a file that can be sent"
                            : "there is no such file");
        }
        var options =
                new PutOptions(
                        Files.size(file),
                        FilesClient.digest(file),
                        condition,
                        new PutOptions.Start.WhereItBroke());
        return client.put(name, options, file, progress);
    }
}
