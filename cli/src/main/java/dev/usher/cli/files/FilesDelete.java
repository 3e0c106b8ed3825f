package dev.usher.cli.files;

import dev.usher.cli.arguments.Version;
import dev.usher.services.files.Condition;
import dev.usher.services.files.FileName;
import dev.usher.services.files.Sha256;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/** The command {@code usher files delete}: has files deleted. */
@Command(
        name = "delete",
        description = "Deletes files on the server.",
        footer = {
            "  usher files delete notes.txt",
            "  usher files delete photos/cat.jpg photos/dog.jpg"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FilesDelete implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            converter = RemoteName.class,
            description = "What to delete.")
    private List<FileName> names;

    @Option(
            names = "--if-match",
            paramLabel = "SHA256",
            converter = FilesPut.Digest.class,
            description = "Only what has this digest.")
    private @Nullable Sha256 ifMatch;

    @Mixin private FilesServer server;

    @Override
    public Integer call() {
        var condition = ifMatch == null ? Condition.always() : Condition.ifMatch(ifMatch);
        var jobs =
                names.stream()
                        .map(name -> new Transfers.Job(name.toString(), delete(name, condition)))
                        .toList();
        return new Transfers(server, command.commandLine(), jobs).run(1);
    }

    private static Transfers.Work delete(FileName name, Condition condition) {
        return (client, _) -> {
            client.delete(name, condition);
            return null;
        };
    }
}
