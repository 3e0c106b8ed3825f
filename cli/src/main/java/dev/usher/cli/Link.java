package dev.usher.cli;

import dev.usher.Input;
import dev.usher.Limits;
import dev.usher.Output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A connection to a server. What goes wrong is an {@link IOException} with a sentence for people.
 */
final class Link implements AutoCloseable {
    private static final int PIECE = 8 * 1024;
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);

    private final Socket socket = new Socket();
    private final InetSocketAddress server;
    private final Duration patience;

    private Link(InetSocketAddress server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    /**
     * Connects.
     *
     * @param offer what should listen there
     */
    static Link to(InetSocketAddress server, Offer offer) throws IOException {
        return to(server, offer, TO_ANSWER);
    }

    /** The same, waiting so long for an answer. */
    static Link to(InetSocketAddress server, Offer offer, Duration patience) throws IOException {
        var link = new Link(server, patience);
        try {
            link.connect();
        } catch (IOException failed) {
            link.close();
            throw new IOException(
                    "cannot connect to %s: %s; is there a server? start one with: usher serve %s --protocol %s --port %d"
                            .formatted(
                                    Endpoint.print(server),
                                    why(failed),
                                    offer.service(),
                                    offer.protocol(),
                                    server.getPort()),
                    failed);
        }
        return link;
    }

    private void connect() throws IOException {
        socket.connect(server, (int) TO_CONNECT.toMillis());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) patience.toMillis());
    }

    private static String why(IOException failed) {
        return switch (failed) {
            case ConnectException _ -> "connection refused";
            case SocketTimeoutException _ -> "no answer within " + Words.seconds(TO_CONNECT);
            default -> String.valueOf(failed.getMessage());
        };
    }

    /** Sends these bytes in one write. */
    void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException lost) {
            throw lost(lost);
        }
    }

    /** Waits for bytes; how many came, which is -1 if the server has closed. */
    int receive(byte[] bytes, int offset) throws IOException {
        try {
            return socket.getInputStream().read(bytes, offset, bytes.length - offset);
        } catch (SocketTimeoutException late) {
            throw new IOException(
                    "no answer from %s within %s"
                            .formatted(Endpoint.print(server), Words.seconds(patience)),
                    late);
        } catch (IOException lost) {
            throw lost(lost);
        }
    }

    /** What the server sends, for decoders. */
    Input input() {
        return new Input(_ -> next(), Limits.defaults().message());
    }

    private @Nullable ByteBuffer next() throws IOException {
        var piece = new byte[PIECE];
        int length = receive(piece, 0);
        return length < 0 ? null : ByteBuffer.wrap(piece, 0, length);
    }

    /** What the server is sent, for encoders. A flush is one write. */
    Output output() {
        return new Output(bytes -> {
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            send(copy);
        });
    }

    /** A sentence about the end of the connection. */
    IOException lost(IOException cause) {
        return new IOException(
                "lost the connection to %s: %s"
                        .formatted(Endpoint.print(server), cause.getMessage()),
                cause);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
