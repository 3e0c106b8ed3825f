package dev.usher.cli.course;

import dev.usher.cli.arguments.Host;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.offer.Offer;
import dev.usher.services.files.LockstepClient;
import dev.usher.services.text.HarmlessText;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** The command {@code usher lockstep-client}: has one file transferred, or deleted. */
@Command(
        name = "lockstep-client",
        description = "Gets, puts or deletes one file of a lockstep server.",
        footer = {
            "  usher lockstep-client 127.0.0.1 12008 PUT notes.txt",
            "  usher lockstep-client 127.0.0.1 12008 GET notes.txt"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class LockstepTransfer implements Callable<Integer> {
    private static final Offer OFFER = Offer.of("files", "lockstep");

    @Spec private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "HOST",
            converter = Host.class,
            description = "The server, such as 127.0.0.1.")
    private InetAddress host;

    @Parameters(
            index = "1",
            paramLabel = "PORT",
            converter = Quantity.Port.class,
            description = "Its port, such as 12008.")
    private int port;

    @Parameters(
            index = "2",
            paramLabel = "GET|PUT|DEL",
            description = "To receive the file, to send it, or to have it deleted.")
    private Verb verb;

    @Parameters(
            index = "3",
            paramLabel = "FILE",
            description = "Its name, here and on the server; from the current folder.")
    private String file;

    /** What can be asked for. */
    private enum Verb {
        GET,
        PUT,
        DEL
    }

    /** What this side fails at, in the course's words. */
    private static final class Failed extends IOException {
        private static final long serialVersionUID = 1L;

        Failed(String why, Throwable cause) {
            super(why, cause);
        }
    }

    @Override
    public Integer call() throws IOException {
        try {
            switch (verb) {
                case GET -> get();
                case PUT -> put();
                case DEL -> delete();
            }
        } catch (LockstepClient.Refused no) {
            tell("server error: " + HarmlessText.of(String.valueOf(no.getMessage())));
            return ExitCode.SOFTWARE;
        } catch (Failed here) {
            tell("client error: " + here.getMessage());
            return ExitCode.SOFTWARE;
        }
        tell("Complete");
        return ExitCode.OK;
    }

    private Link link() throws IOException {
        return Link.to(new InetSocketAddress(host, port), OFFER, command.commandLine().getErr());
    }

    private static LockstepClient client(Link link) {
        return new LockstepClient(link.input(), link.output());
    }

    private void get() throws IOException {
        try (var link = link()) {
            var client = client(link);
            long size = client.get(file);
            try (var arriving = arriving()) {
                tell("client receiving file %s (%d bytes)".formatted(file, size));
                client.receive(size, arriving.bytes());
                appear(arriving);
            }
        }
    }

    private ArrivingFile arriving() throws Failed {
        try {
            return ArrivingFile.at(Path.of(file));
        } catch (IOException | IllegalArgumentException cannot) {
            throw new Failed("unable to create file " + file, cannot);
        }
    }

    private void appear(ArrivingFile arriving) throws Failed {
        try {
            arriving.appear();
        } catch (IOException cannot) {
            throw new Failed("unable to create file " + file, cannot);
        }
    }

    private void put() throws IOException {
        try (var bytes = local();
                var link = link()) {
            var client = client(link);
            long size = bytes.size();
            client.put(file, size);
            tell("client sending file %s (%d bytes)".formatted(file, size));
            client.send(size, bytes);
        }
    }

    private FileChannel local() throws IOException {
        try {
            var path = Path.of(file);
            if (!Files.isRegularFile(path)) { // opening a pipe would wait for its other end
                throw new NoSuchFileException(file);
            }
            return FileChannel.open(path);
        } catch (NoSuchFileException | IllegalArgumentException none) {
            throw new Failed(file + " does not exist", none);
        } catch (IOException cannot) {
            throw new Failed("unable to read file " + file, cannot);
        }
    }

    private void delete() throws IOException {
        try (var link = link()) {
            tell("client deleting file " + file);
            client(link).delete(file);
        }
    }

    private void tell(String line) {
        new Dialogue(InputStream.nullInputStream(), command.commandLine().getOut()).tell(line);
    }
}
