package dev.usher.testkit;

import dev.usher.Peer;
import dev.usher.Server;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that does what clients of the wild do: sends in pieces, closes one half, resets, reads
 * nothing. It blocks, so that a test reads as what happens.
 *
 * <pre>{@code
 * try (var client = TestClient.to(server).connect()) {
 *     client.sendInPieces("hel|lo\nwor|ld\n".getBytes(UTF_8), 4, 6);
 *     assertEquals("HEL|LO", client.readLine());
 *     client.endOutput();
 *     assertEquals("WOR|LD", client.readLine());
 *     assertEquals(TestClient.End.CLOSED, client.awaitEnd());
 * }
 * }</pre>
 *
 * <p>Every operation ends within a timeout, by default ten seconds, with an exception that says
 * what was there until then. Reads and writes may be done by two different threads.
 */
public final class TestClient implements AutoCloseable {

    /** How a connection ends, as its client sees it. */
    public enum End {
        /** The server closed it in an orderly way: everything it sent has arrived. */
        CLOSED,
        /** It was reset: whatever was on its way is lost. */
        RESET
    }

    /**
     * How to connect, and how to behave then; an immutable value.
     *
     * <pre>{@code
     * TestClient.to(server).receiveBuffer(4096).timeout(Duration.ofSeconds(30)).connect()
     * }</pre>
     *
     * @param server the address of the server
     * @param local the address to come from; {@code null} leaves it to the system
     * @param receiveBuffer bytes that the system takes from the server and nobody reads, about; 0
     *     leaves it to the system, which then takes megabytes
     * @param timeout how long each operation may take; 1 ms to 1 day
     * @param pause between pieces, so that they arrive as pieces; none if zero
     */
    public record Options(
            InetSocketAddress server,
            @Nullable InetAddress local,
            int receiveBuffer,
            Duration timeout,
            Duration pause) {

        /**
         * Checks every value.
         *
         * @throws IllegalArgumentException with the name, the value and what is allowed
         */
        public Options {
            Objects.requireNonNull(server, "server");
            Objects.requireNonNull(pause, "pause");
            // A socket would take no time at all for time without end.
            if (timeout.compareTo(LEAST_TIMEOUT) < 0 || timeout.compareTo(MOST_TIMEOUT) > 0) {
                throw new IllegalArgumentException(
                        "timeout is %s; allowed is %s to %s"
                                .formatted(timeout, LEAST_TIMEOUT, MOST_TIMEOUT));
            }
            if (receiveBuffer < 0) {
                throw new IllegalArgumentException(
                        "receiveBuffer is " + receiveBuffer + "; allowed is 0 and more");
            }
        }

        /** These options from another address of this machine, such as {@code 127.0.0.2}. */
        public Options from(InetAddress local) {
            return new Options(server, local, receiveBuffer, timeout, pause);
        }

        /** These options with a receive buffer of about so many bytes. */
        public Options receiveBuffer(int bytes) {
            return new Options(server, local, bytes, timeout, pause);
        }

        /** These options with another timeout. */
        public Options timeout(Duration timeout) {
            return new Options(server, local, receiveBuffer, timeout, pause);
        }

        /** These options with another pause between pieces; none if zero. */
        public Options pause(Duration pause) {
            return new Options(server, local, receiveBuffer, timeout, pause);
        }

        /**
         * Connects.
         *
         * @throws java.net.ConnectException if the server refuses
         * @throws IOException if it cannot be reached for another reason
         */
        public TestClient connect() throws IOException {
            return new TestClient(this);
        }
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MOST_TIMEOUT = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Options options;
    private final Socket socket = new Socket();
    private final InetSocketAddress address; // which a socket forgets when it is closed
    private final Incoming incoming;

    private TestClient(Options options) throws IOException {
        this.options = options;
        incoming = new Incoming(socket, options.timeout());
        try {
            socket.setTcpNoDelay(true);
            if (options.receiveBuffer() > 0) {
                // Before the connection is made: later the window cannot shrink (RFC 9293, 3.8.6).
                socket.setReceiveBufferSize(options.receiveBuffer());
            }
            if (options.local() != null) {
                socket.bind(new InetSocketAddress(options.local(), 0));
            }
            socket.connect(options.server(), (int) options.timeout().toMillis());
            address = (InetSocketAddress) socket.getLocalSocketAddress();
        } catch (IOException | RuntimeException | Error failed) {
            socket.close();
            throw failed;
        }
    }

    /** The options of a client of the server's first listener, with a timeout of ten seconds. */
    public static Options to(Server server) {
        return to(server.status().getFirst().address());
    }

    /** The options of a client of a server at this address, with a timeout of ten seconds. */
    public static Options to(InetSocketAddress server) {
        return new Options(server, null, 0, TIMEOUT, PAUSE);
    }

    /** Where it is connected from; what the server calls the remote address. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Whether it is this client that the server calls by this name.
     *
     * <pre>{@code
     * servers.events().await(Event.Closed.class, closed -> client.is(closed.peer()));
     * }</pre>
     */
    public boolean is(Peer peer) {
        return peer.remote().equals(address);
    }

    // Sending.

    /** Sends a text as UTF-8. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends bytes.
     *
     * @throws SocketTimeoutException if the server does not take them in time
     * @throws SocketException if the connection was reset
     */
    public void send(byte[] bytes) throws IOException {
        var late = new AtomicBoolean();
        var end =
                ForkJoinPool.commonPool()
                        .schedule(
                                () -> {
                                    late.set(true); // before the write ends by it
                                    close();
                                },
                                options.timeout().toNanos(),
                                TimeUnit.NANOSECONDS);
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException broken) {
            if (late.get()) {
                throw new SocketTimeoutException(
                        "the server did not take "
                                + bytes.length
                                + " bytes within "
                                + options.timeout());
            }
            throw broken;
        } finally {
            end.cancel(false);
        }
    }

    /** Sends a text as UTF-8 on a thread of its own; else as {@link #sendMeanwhile(byte[])}. */
    public CompletableFuture<Void> sendMeanwhile(String text) {
        return sendMeanwhile(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends bytes on a thread of its own, so that the caller can read meanwhile.
     *
     * <pre>{@code
     * var sent = client.sendMeanwhile(millionsOfRequests);
     * readAllAnswers(client);
     * sent.join();
     * }</pre>
     *
     * @return completed when all is sent, or with what {@link #send} throws
     */
    public CompletableFuture<Void> sendMeanwhile(byte[] bytes) {
        var sent = new CompletableFuture<Void>();
        Thread.ofVirtual()
                .name("testkit-sender")
                .start(() -> {
                    try {
                        send(bytes);
                        sent.complete(null);
                    } catch (IOException | RuntimeException failed) {
                        sent.completeExceptionally(failed);
                    }
                });
        return sent;
    }

    /**
     * Sends bytes in pieces of these sizes, the rest as the last piece. Each leaves as a segment of
     * its own, after a pause, so that the server most probably reads them one by one.
     */
    public void sendInPieces(byte[] bytes, int... sizes) throws IOException {
        int sent = 0;
        for (int size : sizes) {
            int upTo = Math.min(bytes.length, sent + size);
            sendPiece(bytes, sent, upTo);
            sent = upTo;
        }
        sendPiece(bytes, sent, bytes.length);
    }

    /** Sends each byte as a piece of its own. */
    public void sendByteByByte(byte[] bytes) throws IOException {
        for (int i = 0; i < bytes.length; i++) {
            sendPiece(bytes, i, i + 1);
        }
    }

    private void sendPiece(byte[] bytes, int from, int to) throws IOException {
        if (from < to) {
            send(Arrays.copyOfRange(bytes, from, to));
            LockSupport.parkNanos(options.pause().toNanos());
        }
    }

    /** Closes the side of the client: the server reads the end, and can still answer. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks the connection: the server's reads and writes fail. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0); // close() then sends RST instead of FIN, socket(7)
        socket.close();
    }

    /**
     * Closes the connection. If something has arrived that was not read, the system makes a reset
     * of it, as for any client.
     */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // A socket that fails is closed as well, and nobody asks it for anything any more.
        }
    }

    // Receiving.

    /**
     * The next line, UTF-8, without its LF.
     *
     * @return the line, or {@code null} at the end
     * @throws EOFException if the server closes in the middle of a line
     * @throws SocketTimeoutException if there is none in time
     * @throws SocketException if the connection was reset
     */
    public @Nullable String readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        for (long deadline = incoming.deadline(); incoming.await(line, deadline); ) {
            if (incoming.takeLine(line)) {
                return line.toString(StandardCharsets.UTF_8);
            }
        }
        if (line.size() > 0) {
            throw new EOFException(
                    "the connection ends in the middle of a line" + Incoming.soFar(line));
        }
        return null;
    }

    /**
     * The next so many lines.
     *
     * @throws EOFException if the server closes before
     * @throws IOException as {@link #readLine}
     */
    public List<String> readLines(int count) throws IOException {
        var lines = new ArrayList<String>(count);
        while (lines.size() < count) {
            var line = readLine();
            if (line == null) {
                throw new EOFException("the connection ends after " + lines.size() + " lines");
            }
            lines.add(line);
        }
        return lines;
    }

    /**
     * Exactly so many bytes.
     *
     * @throws EOFException if the server closes before
     * @throws SocketTimeoutException if there are fewer in time
     * @throws SocketException if the connection was reset
     */
    public byte[] read(int count) throws IOException {
        var bytes = new ByteArrayOutputStream(count);
        long deadline = incoming.deadline();
        while (bytes.size() < count) {
            if (!incoming.await(bytes, deadline)) {
                throw new EOFException("the connection ends" + Incoming.soFar(bytes));
            }
            incoming.take(bytes, count - bytes.size());
        }
        return bytes.toByteArray();
    }

    /**
     * Everything until the server closes in an orderly way.
     *
     * @throws SocketTimeoutException if it does not in time
     * @throws SocketException if the connection was reset
     */
    public byte[] readToEnd() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (long deadline = incoming.deadline(); incoming.await(bytes, deadline); ) {
            incoming.take(bytes, Integer.MAX_VALUE);
        }
        return bytes.toByteArray();
    }

    /** Every line until the server closes in an orderly way; else as {@link #readLine}. */
    public List<String> readLinesToEnd() throws IOException {
        var lines = new ArrayList<String>();
        for (String line; (line = readLine()) != null; ) {
            lines.add(line);
        }
        return lines;
    }

    /**
     * Drops what still comes, and waits for the end.
     *
     * @return how the connection ended
     * @throws SocketTimeoutException if it does not in time
     */
    public End awaitEnd() throws IOException {
        try {
            var nothing = new ByteArrayOutputStream();
            for (long deadline = incoming.deadline(); incoming.await(nothing, deadline); ) {
                incoming.drop();
            }
            return End.CLOSED;
        } catch (SocketException reset) {
            if (socket.isClosed()) {
                throw reset; // by this very client
            }
            return End.RESET;
        }
    }

    /** How many bytes have arrived and were not read yet, for those who expect none. */
    public int available() throws IOException {
        return incoming.available();
    }
}
