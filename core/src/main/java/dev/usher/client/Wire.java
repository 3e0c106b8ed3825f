package dev.usher.client;

import dev.usher.Input;
import dev.usher.Output;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The bytes of one connection to a server. One thread may read and another write; any may close it,
 * which wakes both.
 */
final class Wire implements Closeable {
    private static final int PIECE = 16 * 1024;
    private static final long NOTHING = 0;

    private final Socket socket;
    private final Input input;
    private final Output output;

    /** When the write began that has not ended, by {@link System#nanoTime}. */
    private volatile long writingSince = NOTHING;

    /** When something arrived last. */
    private volatile long arrived = System.nanoTime();

    /**
     * @param socket what lies on the network; closing it does not wait for a write that is stuck,
     *     as a close of TLS would
     * @param spoken what is spoken through: the same, or TLS on it
     */
    private Wire(Socket socket, Socket spoken, int message) throws IOException {
        this.socket = socket;
        input = new Input(source(spoken.getInputStream()), message);
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
        long begun = System.nanoTime();
        var socket = new Socket();
        try {
            // Anew each time: where a name leads may have changed.
            var address = new InetSocketAddress(server.getHostString(), server.getPort());
            if (address.isUnresolved()) {
                throw new UnknownHostException("no such host");
            }
            socket.setTcpNoDelay(true);
            socket.connect(address, millis(longest));
            if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
                // A port of this machine on which nobody listens was taken for this very socket.
                throw new ConnectException("Connection refused");
            }
            var left = longest.minusNanos(System.nanoTime() - begun);
            var spoken = tls == null ? socket : secured(socket, server, tls, left);
            return new Wire(socket, spoken, message);
        } catch (SocketTimeoutException late) {
            socket.close();
            throw new IOException(
                    "no connection within %s".formatted(Words.seconds(longest)), late);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
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
        socket.setSoTimeout(millis(longest));
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    private static int millis(Duration duration) {
        return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
    }

    private Input.Source source(InputStream stream) {
        var room = new byte[PIECE];
        return begun -> {
            int count = stream.read(room);
            if (count < 0) {
                return null;
            }
            arrived = System.nanoTime();
            return ByteBuffer.wrap(Arrays.copyOf(room, count));
        };
    }

    private Output.Sink sink(OutputStream stream) {
        return bytes -> {
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

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
