import dev.usher.Codec;
import dev.usher.Connection;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Peer;
import dev.usher.Protocol;
import dev.usher.Server;
import dev.usher.client.Client;
import dev.usher.client.Dialect;
import dev.usher.protocol.Lines;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A client that moves more than fits into memory, with a server in the same program that keeps one
 * thing: {@code put SIZE} and so many bytes are answered by {@code OK SIZE}, and {@code get} by
 * {@code OK SIZE} and the bytes.
 */
void main() throws Exception {
    var folder = Files.createTempDirectory("transfers");
    var mine = Files.write(folder.resolve("mine"), new byte[50_000_000]);
    var copy = folder.resolve("copy");
    try (var server = shelf(folder.resolve("theirs"))) {
        move(server.port(), mine, copy);
        moveOnce(server.port(), mine);
    }
    IO.println(Files.mismatch(mine, copy) < 0 ? "the copy is the same" : "the copy is another");
}

void move(int port, Path mine, Path copy) throws Exception {
    try (var client = Client.to("127.0.0.1", port, Dialect.of(new Moving())).open()) {
        var patience = Duration.ofSeconds(10);
        var silence = Duration.ofSeconds(30);
        IO.println(client.alone(patience, alone -> alone.transfer(new Put(mine), silence)));
        IO.println(client.alone(patience, alone -> alone.transfer(new Get(copy), silence)));
    }
}

void moveOnce(int port, Path mine) throws Exception {
    try (var client = Client.to("127.0.0.1", port, Dialect.of(new Moving())).open();
            var session = client.session()) {
        IO.println(session.transfer(new Put(mine), Duration.ofSeconds(30)));
    }
}

/** What is asked: where the bytes come from, or go. */
sealed interface Request {}

record Put(Path from) implements Request {}

record Get(Path to) implements Request {}

/** The protocol as the client speaks it. Written to by one thread, and read by another. */
static final class Moving implements Protocol<String, Request> {
    @Override
    public Codec<String, Request> codec(Peer peer) {
        return new Codec<>() {
            private final ConcurrentLinkedQueue<Request> asked = new ConcurrentLinkedQueue<>();

            @Override
            public void write(Output output, Request request) throws IOException {
                asked.add(request);
                switch (request) {
                    case Put(var from) -> {
                        output.writeUtf8("put " + Files.size(from) + "\n");
                        send(from, output);
                    }
                    case Get _ -> output.writeUtf8("get\n");
                }
            }

            @Override
            public String read(Input input) throws IOException {
                var line = Lines.readUtf8(input);
                if (line != null && asked.poll() instanceof Get(var to) && line.startsWith("OK ")) {
                    input.endMessage(); // what follows may be longer than an answer
                    receive(input, size(line), to);
                }
                return line;
            }

            @Override
            public Request failure(Failure failure, ByteBuffer unread) {
                return null; // a client says nothing about the server's failures
            }
        };
    }
}

static long size(String line) throws FailureException {
    try {
        return Long.parseLong(line.substring(line.indexOf(' ') + 1));
    } catch (NumberFormatException _) {
        throw FailureException.malformed("there is no size in '" + line + "'");
    }
}

static void send(Path file, Output output) throws IOException {
    var piece = new byte[64 * 1024];
    try (var bytes = Files.newInputStream(file)) {
        for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
            output.write(piece, 0, count);
        }
    }
}

static void receive(Input input, long size, Path file) throws IOException {
    var options =
            Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
    try (var channel = FileChannel.open(file, options)) {
        for (long left = size; left > 0; ) {
            var piece = input.readSome((int) Math.min(left, 64 * 1024));
            if (piece == null) {
                throw new FailureException(new Failure.CutShort());
            }
            left -= piece.remaining();
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
    }
}

Server shelf(Path file) throws IOException {
    return Server.on(0).handle(connection -> serve(connection, file)).start();
}

void serve(Connection connection, Path file) throws IOException {
    var output = connection.output();
    for (var line = Lines.readUtf8(connection.input());
            line != null;
            line = Lines.readUtf8(connection.input())) {
        if (line.startsWith("put ")) {
            receive(connection.input(), size(line), file);
            output.writeUtf8("OK " + Files.size(file) + "\n");
        } else {
            output.writeUtf8("OK " + Files.size(file) + "\n");
            send(file, output);
        }
        output.flush();
    }
}
