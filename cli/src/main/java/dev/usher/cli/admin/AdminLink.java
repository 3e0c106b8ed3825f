package dev.usher.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.JacksonException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks a server on this machine, by its admin socket. */
final class AdminLink {
    private static final int LONGEST_SECONDS = 15;

    private final Path path;

    AdminLink(Path path) {
        this.path = path;
    }

    /** What the server and its clients are doing. */
    AdminReport report(String question) throws IOException {
        return answer(question, AdminReport.class);
    }

    /** Asks once, and reads the answer. */
    <T> T answer(String question, Class<T> type) throws IOException {
        var answer = ask(question);
        try {
            return AdminDesk.JSON.readValue(answer, type);
        } catch (JacksonException foreign) {
            throw new IOException(
                    path + ": what answers there is no server of this version of Usher", foreign);
        }
    }

    /**
     * Asks once.
     *
     * @return the answer, in JSON
     * @throws IOException with a sentence for people: nobody answers, or the server says no
     */
    String ask(String question) throws IOException {
        var answer = answer(question);
        if (answer.startsWith("ERROR ")) {
            throw new IOException(answer.substring("ERROR ".length()).strip());
        }
        return answer;
    }

    private String answer(String question) throws IOException {
        try (var socket = connect()) {
            var late =
                    CompletableFuture.runAsync(
                            () -> close(socket),
                            CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS));
            try {
                socket.write(ByteBuffer.wrap((question + "\n").getBytes(UTF_8)));
                return readToEnd(socket);
            } catch (IOException failed) {
                throw new IOException(
                        "%s: no answer%s"
                                .formatted(
                                        path,
                                        late.isDone()
                                                ? " within " + LONGEST_SECONDS + " s"
                                                : ": " + failed.getMessage()),
                        failed);
            } finally {
                late.cancel(false);
            }
        }
    }

    private SocketChannel connect() throws IOException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (IOException | IllegalArgumentException nobody) {
            if (String.valueOf(nobody.getMessage()).equals("Permission denied")) {
                throw new IOException(
                        path + ": only the owner of the server may ask it (permission denied)",
                        nobody);
            }
            throw new IOException(
                    "%s: no server answers there; is one running? If its data folder is another,"
                                    .formatted(path)
                            + " name it by --data DIR; if it keeps nothing, its --admin FILE",
                    nobody);
        }
    }

    private static String readToEnd(SocketChannel socket) throws IOException {
        var whole = new ByteArrayOutputStream();
        var piece = ByteBuffer.allocate(64 * 1024);
        while (socket.read(piece) >= 0) {
            whole.write(piece.array(), 0, piece.position());
            piece.clear();
        }
        return whole.toString(UTF_8);
    }

    private static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
