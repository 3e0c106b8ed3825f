package dev.usher.client;

import jdk.net.ExtendedSocketOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLContext;

/**
 * Makes one connection: to the first address of a server's name that is there. Each gets an even
 * share of the time that is left, so a dead one leaves some to the others.
 */
final class Dialing {
    /** A server is asked after a minute of silence, and is gone after another one. */
    private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE =
            Map.of(
                    ExtendedSocketOptions.TCP_KEEPIDLE, 60,
                    ExtendedSocketOptions.TCP_KEEPINTERVAL, 15,
                    ExtendedSocketOptions.TCP_KEEPCOUNT, 4);

    private static final String UNKNOWN = "no such host";

    /** Where a name leads. */
    @FunctionalInterface
    interface Names {
        /**
         * All addresses, the best first; at least one.
         *
         * @throws UnknownHostException if there is none
         */
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    private final InetSocketAddress server;
    private final @Nullable SSLContext tls;
    private final int message;
    private final Names names;

    /**
     * To this server.
     *
     * @param tls whom to trust; {@code null} for plain TCP
     * @param message the most bytes of an answer
     */
    Dialing(InetSocketAddress server, @Nullable SSLContext tls, int message, Names names) {
        this.server = server;
        this.tls = tls;
        this.message = message;
        this.names = names;
    }

    /**
     * Connects.
     *
     * @throws IOException with a reason for people; if no address is there, that of the first
     */
    Wire connect(Duration longest) throws IOException {
        long due = System.nanoTime() + longest.toNanos();
        var socket = reach(longest, due);
        boolean connected = false;
        try {
            var spoken = tls == null ? socket : Handshake.over(socket, server, tls, until(due));
            var wire = new Wire(socket, spoken, message);
            connected = true;
            return wire;
        } catch (IOException failed) {
            throw until(due).isZero() ? TlsMismatchException.perhapsOfClient(longest) : failed;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    /** A connection to the first address that is there. */
    private Socket reach(Duration longest, long due) throws IOException {
        IOException why = null;
        var addresses = addresses(); // anew each time: where a name leads may have changed
        for (int i = 0; i < addresses.length; i++) {
            var share = until(due).dividedBy(addresses.length - i);
            try {
                return reach(addresses[i], share);
            } catch (SocketTimeoutException late) {
                var within = Words.seconds(longest.dividedBy(addresses.length));
                why = why == null ? new IOException("no connection within " + within, late) : why;
            } catch (IOException failed) {
                why = why == null ? failed : why;
            }
        }
        throw why == null ? new UnknownHostException(UNKNOWN) : why;
    }

    private InetAddress[] addresses() throws UnknownHostException {
        try {
            return names.addresses(server.getHostString());
        } catch (UnknownHostException none) {
            throw (UnknownHostException) new UnknownHostException(UNKNOWN).initCause(none);
        }
    }

    private Socket reach(InetAddress address, Duration longest) throws IOException {
        var socket = new Socket();
        boolean reached = false;
        try {
            socket.setTcpNoDelay(true);
            keepAlive(socket);
            socket.connect(new InetSocketAddress(address, server.getPort()), millis(longest));
            if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
                // A port of this machine on which nobody listens was taken for this very socket.
                throw new ConnectException("Connection refused");
            }
            reached = true;
            return socket;
        } finally {
            if (!reached) {
                socket.close();
            }
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

    private static int millis(Duration duration) {
        return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
    }
}
