package dev.usher.client;

import dev.usher.Input;
import dev.usher.Output;

import jdk.net.ExtendedSocketOptions;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The bytes of one connection to a server. One thread may read and another write; any may close it,
 * which wakes both.
 */
final class Wire implements Closeable {
    private static final int PIECE = 16 * 1024;
    private static final int LARGE_PIECE = 64 * 1024;
    private static final long NOTHING = 0;

    /** A server is asked after a minute of silence, and is gone after another one. */
    private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE =
            Map.of(
                    ExtendedSocketOptions.TCP_KEEPIDLE, 60,
                    ExtendedSocketOptions.TCP_KEEPINTERVAL, 15,
                    ExtendedSocketOptions.TCP_KEEPCOUNT, 4);

    private final Socket socket;
    private final Input input;
    private final Output output;

    /** When the write began that has not ended, by {@link System#nanoTime}. */
    private volatile long writingSince = NOTHING;

    /** When something arrived last. */
    private volatile long arrived = System.nanoTime();

    private volatile boolean reading;

    /** How many bytes have passed; each counted by the one thread that moves them. */
    private volatile long received;

    private volatile long sent;

    /**
     * @param socket what lies on the network; closing it does not wait for a write that is stuck,
     *     as a close of TLS would
     * @param spoken what is spoken through: the same, or TLS on it
     */
    private Wire(Socket socket, Socket spoken, int message) throws IOException {
        this.socket = socket;
        input = new Input(new Arrivals(spoken.getInputStream()), message);
        output = new Output(sink(spoken.getOutputStream()));
    }

    /**
     * Connects.
     *
     * @throws IOException with a reason for people
     */
    static Wire connect(
            InetSocketAddress server, @Nullable SSLContext tls, Duration longest, int message)
            throws IOException {
        long due = System.nanoTime() + longest.toNanos();
        var socket = new Socket();
        try {
            // Anew each time: where a name leads may have changed.
            var address = new InetSocketAddress(server.getHostString(), server.getPort());
            if (address.isUnresolved()) {
                throw new UnknownHostException("no such host");
            }
            socket.setTcpNoDelay(true);
            keepAlive(socket);
            socket.connect(address, millis(until(due)));
            if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
                // A port of this machine on which nobody listens was taken for this very socket.
                throw new ConnectException("Connection refused");
            }
            var spoken = tls == null ? socket : secured(socket, server, tls, until(due));
            return new Wire(socket, spoken, message);
        } catch (IOException failed) {
            socket.close();
            boolean late = failed instanceof SocketTimeoutException || until(due).isZero();
            throw late
                    ? new IOException(
                            "no connection within %s".formatted(Words.seconds(longest)), failed)
                    : failed;
        } catch (RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    /** Whoever only listens notices too that a server is gone without a word. */
    private static void keepAlive(Socket socket) throws IOException {
        socket.setKeepAlive(true);
        var supported = socket.supportedOptions();
        for (var option : KEEP_ALIVE.entrySet()) {
            if (supported.contains(option.getKey())) {
                socket.setOption(option.getKey(), option.getValue());
            }
        }
    }

    private static Duration until(long due) {
        return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    }

    /** TLS on top, with a server whose certificate is for that name. */
    private static Socket secured(
            Socket plain, InetSocketAddress server, SSLContext tls, Duration longest)
            throws IOException {
        var socket =
                (SSLSocket)
                        tls.getSocketFactory()
                                .createSocket(
                                        plain, server.getHostString(), server.getPort(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        // A deadline for all of it; a timeout would be one for each read.
        var deadline = Thread.ofVirtual().name("usher-client-tls").start(() -> cut(plain, longest));
        try {
            socket.startHandshake();
        } finally {
            deadline.interrupt();
        }
        return socket;
    }

    /** Closes the socket after this time, unless interrupted before. */
    private static void cut(Socket socket, Duration after) {
        try {
            Thread.sleep(after);
            socket.close();
        } catch (InterruptedException inTime) {
            return;
        } catch (IOException alreadyGone) {
            // It is closed in any case.
        }
    }

    private static int millis(Duration duration) {
        return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads
    private int receive(InputStream stream, byte[] room) throws IOException {
        reading = true;
        try {
            int count = stream.read(room);
            if (count > 0) {
                arrived = System.nanoTime();
                received += count;
            }
            return count;
        } finally {
            reading = false;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private Output.Sink sink(OutputStream stream) {
        return bytes -> {
            int count = bytes.remaining();
            writingSince = System.nanoTime();
            if (bytes.hasArray()) {
                int from = bytes.arrayOffset() + bytes.position();
                stream.write(bytes.array(), from, bytes.remaining());
                bytes.position(bytes.limit());
            } else {
                var copy = new byte[bytes.remaining()];
                bytes.get(copy);
                stream.write(copy);
            }
            writingSince = NOTHING;
            sent += count;
        };
    }

    Input input() {
        return input;
    }

    Output output() {
        return output;
    }

    InetSocketAddress remote() {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Whether nothing has arrived since then, or the server has taken nothing since then. */
    boolean isSilentSince(long then) {
        long writing = writingSince;
        return arrived - then < 0 || (writing != NOTHING && writing - then < 0);
    }

    /** How many bytes have passed, in both directions together. */
    long moved() {
        return received + sent;
    }

    /** Whether a thread waits for something to arrive. */
    boolean isReading() {
        return reading;
    }

    /** Whether a thread waits for the server to take something. */
    boolean isWriting() {
        return writingSince != NOTHING;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What the server sends, piece by piece. */
    private final class Arrivals implements Input.Source {
        private final InputStream stream;
        private byte[] room = new byte[PIECE];

        Arrivals(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public @Nullable ByteBuffer next(boolean begun) throws IOException {
            int count = receive(stream, room);
            return count < 0 ? null : take(count);
        }

        /** So many bytes; what fills half of the room goes without being copied. */
        private ByteBuffer take(int count) {
            if (count < room.length / 2) {
                var copy = Arrays.copyOf(room, count);
                room = room.length == PIECE ? room : new byte[PIECE];
                return ByteBuffer.wrap(copy);
            }
            var taken = ByteBuffer.wrap(room, 0, count);
            room = new byte[count == room.length ? LARGE_PIECE : room.length];
            return taken;
        }
    }
}
