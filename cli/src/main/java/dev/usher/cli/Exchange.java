package dev.usher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;

/**
 * A connection to a server that speaks unframed: a message goes out in one write, and what one read
 * brings is its answer.
 */
final class Exchange implements AutoCloseable {
    private static final int LONGEST = 64 * 1024;
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);

    private final Socket socket = new Socket();
    private final InetSocketAddress server;
    private final Duration patience;

    private Exchange(InetSocketAddress server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    /**
     * Connects.
     *
     * @param offer what should listen there
     * @throws IOException with a sentence for people, as all methods
     */
    static Exchange with(InetSocketAddress server, Offer offer) throws IOException {
        return with(server, offer, TO_ANSWER);
    }

    /** The same, waiting so long for an answer. */
    static Exchange with(InetSocketAddress server, Offer offer, Duration patience)
            throws IOException {
        var exchange = new Exchange(server, patience);
        try {
            exchange.connect();
        } catch (IOException failed) {
            exchange.close();
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
        return exchange;
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

    void send(String message) throws IOException {
        var bytes = message.getBytes(UTF_8);
        if (bytes.length > LONGEST) {
            throw new IOException("a message has at most " + Words.count(LONGEST, "byte"));
        }
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException lost) {
            throw lost(lost);
        }
    }

    /** Waits for the answer to what was sent. */
    String receive() throws IOException {
        try {
            return read(socket.getInputStream());
        } catch (SocketTimeoutException late) {
            throw new IOException(
                    "no answer from %s within %s"
                            .formatted(Endpoint.print(server), Words.seconds(patience)),
                    late);
        } catch (IOException lost) {
            throw lost(lost);
        }
    }

    private static String read(InputStream input) throws IOException {
        var answer = new byte[LONGEST];
        int length = input.read(answer);
        if (length < 0) {
            throw new EOFException("it was closed");
        }
        while (length < LONGEST && endsInsideACharacter(answer, length)) {
            int more = input.read(answer, length, LONGEST - length);
            if (more < 0) {
                break;
            }
            length += more;
        }
        return new String(answer, 0, length, UTF_8);
    }

    /** Whether the last character lacks some of its bytes, which are on their way then. */
    private static boolean endsInsideACharacter(byte[] received, int length) {
        var bytes = ByteBuffer.wrap(received, 0, length);
        UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .decode(bytes, CharBuffer.allocate(length), false);
        return bytes.hasRemaining();
    }

    private IOException lost(IOException cause) {
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
