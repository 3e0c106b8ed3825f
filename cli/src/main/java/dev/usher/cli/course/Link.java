package dev.usher.cli.course;

import dev.usher.Input;
import dev.usher.Limits;
import dev.usher.Output;
import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.offer.Offer;
import dev.usher.cli.terminal.Words;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a server. What goes wrong is an {@link IOException} with a sentence for people.
 */
final class Link implements AutoCloseable {
    private static final int PIECE = 8 * 1024;
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);

    /** The part of that after which a person may want to know what is waited for. */
    private static final int QUIET_PART = 12;

    private final Socket socket = new Socket();
    private final InetSocketAddress server;
    private final Offer offer;
    private final Duration patience;
    private final PrintWriter err;
    private boolean explained;

    private Link(InetSocketAddress server, Offer offer, Duration patience, PrintWriter err) {
        this.server = server;
        this.offer = offer;
        this.patience = patience;
        this.err = err;
    }

    /**
     * Connects.
     *
     * @param offer what should listen there
     * @param err where to say that the server is silent
     */
    static Link to(InetSocketAddress server, Offer offer, PrintWriter err) throws IOException {
        return to(server, offer, TO_ANSWER, err);
    }

    /** The same, waiting so long for an answer. */
    static Link to(InetSocketAddress server, Offer offer, Duration patience, PrintWriter err)
            throws IOException {
        var link = new Link(server, offer, patience, err);
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
        var tooLate =
                ForkJoinPool.commonPool()
                        .schedule(this::giveUp, patience.toNanos(), TimeUnit.NANOSECONDS);
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException lost) {
            throw tooLate.isDone()
                    ? new IOException(
                            "%s has taken nothing for %s"
                                    .formatted(Endpoint.print(server), Words.seconds(patience)),
                            lost)
                    : lost(lost);
        } finally {
            tooLate.cancel(false);
        }
    }

    /** Ends a write that a server holds up: there is no other way. */
    private void giveUp() {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Waits for bytes; how many came, which is -1 if the server has closed. */
    int receive(byte[] bytes, int offset) throws IOException {
        try {
            return explained ? read(bytes, offset) : explaining(bytes, offset);
        } catch (SocketTimeoutException late) {
            throw new IOException(
                    "no answer from %s within %s; does it serve %s?"
                            .formatted(Endpoint.print(server), Words.seconds(patience), served()),
                    late);
        } catch (IOException lost) {
            throw lost(lost);
        }
    }

    private int read(byte[] bytes, int offset) throws IOException {
        return socket.getInputStream().read(bytes, offset, bytes.length - offset);
    }

    /** A server in which others wait says nothing, and neither does one that serves others. */
    private int explaining(byte[] bytes, int offset) throws IOException {
        var quiet = patience.dividedBy(QUIET_PART);
        socket.setSoTimeout((int) Math.max(1, quiet.toMillis()));
        try {
            return read(bytes, offset);
        } catch (SocketTimeoutException silent) {
            explained = true;
            err.println(
                    "waiting for %s, for %s at most: it is busy, or does not serve %s"
                            .formatted(Endpoint.print(server), Words.seconds(patience), served()));
            socket.setSoTimeout((int) patience.minus(quiet).toMillis());
            return read(bytes, offset);
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout((int) patience.toMillis());
            }
        }
    }

    private String served() {
        return offer.protocol() + " " + offer.service();
    }

    /** What the server sends, as a stream: of any length, each wait for more bounded. */
    InputStream stream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                var piece = new byte[Math.min(length, PIECE)];
                int count = receive(piece, 0);
                System.arraycopy(piece, 0, bytes, offset, Math.max(0, count));
                return count;
            }
        };
    }

    /** What the server sends, for decoders. */
    Input input() {
        return new Input(new Arrivals(), Limits.defaults().message());
    }

    /** What the server sends, piece by piece. */
    private final class Arrivals implements Input.Source {
        /** What came in a wait that might end without. */
        private @Nullable ByteBuffer arrived;

        private boolean ended;

        @Override
        public @Nullable ByteBuffer next(boolean begun) throws IOException {
            if (arrived == null && !ended) {
                var piece = new byte[PIECE];
                take(piece, receive(piece, 0));
            }
            return arrived();
        }

        @Override
        public @Nullable ByteBuffer arrived() {
            var taken = arrived;
            arrived = null;
            return taken;
        }

        private void take(byte[] piece, int length) {
            ended = length < 0;
            arrived = ended ? null : ByteBuffer.wrap(piece, 0, length);
        }

        @Override
        public void awaitArrival(Duration longest) throws IOException {
            if (arrived != null || ended) {
                return;
            }
            var piece = new byte[PIECE];
            socket.setSoTimeout((int) Math.max(1, longest.toMillis()));
            try {
                take(piece, socket.getInputStream().read(piece));
            } catch (SocketTimeoutException nothing) {
                // That is for the one who waited to judge.
            } catch (IOException lost) {
                throw lost(lost);
            } finally {
                if (!socket.isClosed()) {
                    socket.setSoTimeout((int) patience.toMillis());
                }
            }
        }
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
