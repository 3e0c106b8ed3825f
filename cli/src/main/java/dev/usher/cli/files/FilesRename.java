package dev.usher.cli.files;

import dev.usher.cli.arguments.Version;
import dev.usher.services.files.Condition;
import dev.usher.services.files.FileName;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/** The command {@code usher files rename}: gives a file another name. */
@Command(
        name = "rename",
        description = "Gives a file on the server another name.",
        footer = {
            "  usher files rename notes.txt old/notes.txt",
            "  usher files rename a.txt b.txt --if-absent"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FilesRename implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FROM",
            converter = RemoteName.class,
            description = "What it is called.")
    private FileName from;

    @Parameters(
            index = "1",
            paramLabel = "TO",
            converter = RemoteName.class,
            description = "What it shall be called; a file of that name is replaced.")
    private FileName to;

    @Option(names = "--if-absent", description = "Only if there is no file called TO.")
    private boolean ifAbsent;

    @Mixin private FilesServer server;

    @Override
    public Integer call() throws IOException {
        var condition = ifAbsent ? Condition.ifAbsent() : Condition.always();
        server.ask(client -> client.rename(from, to, condition));
        return ExitCode.OK;
    }
}
