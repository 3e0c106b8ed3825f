package dev.usher.accept;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Accepts connections and hands them on; nothing else. Owns the listening socket.
 *
 * <p>The loop cannot die: an accept returns a connection, or throws because the socket is closed,
 * which is the one way to stop it, or throws for any other reason (no descriptor or memory left,
 * the client aborted in the backlog: the JDK tells them apart by text alone). Then it pauses, twice
 * as long each time up to a second, so that it does not spin either; connections keep waiting in
 * the system's backlog.
 */
public final class Acceptor implements AutoCloseable {

    /** What becomes of connections and errors. */
    public interface Arrivals {
        /** A connection, which belongs to the callee now; must neither throw nor block. */
        void accepted(SocketChannel channel);

        /** An error, or a defect of the callee's, after which the acceptor pauses and goes on. */
        void failed(Throwable cause, Duration pause);
    }

    private static final int BACKLOG = 4096; // the system caps it: listen(2), somaxconn
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ServerSocketChannel channel;
    private final Arrivals arrivals;
    private final Thread thread;

    /**
     * Binds the address; the system queues clients from now on.
     *
     * @throws BindException naming the address, if it is taken or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    public Acceptor(String name, InetSocketAddress address, Arrivals arrivals) throws IOException {
        this.arrivals = arrivals;
        channel = bind(address);
        thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(address, BACKLOG);
        } catch (IOException | RuntimeException | Error refused) {
            channel.close();
            if (refused instanceof BindException) {
                var named =
                        new BindException(
                                "cannot listen on "
                                        + address.getHostString()
                                        + ":"
                                        + address.getPort()
                                        + ": "
                                        + refused.getMessage());
                named.initCause(refused);
                throw named;
            }
            throw refused;
        }
    }

    /** The address it listens on, with the port that the system chose if 0 was asked for. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /** Starts to accept. */
    public void start() {
        thread.start();
    }

    private void run() {
        var pause = FIRST_PAUSE;
        while (channel.isOpen()) {
            try {
                arrivals.accepted(channel.accept());
                pause = FIRST_PAUSE;
            } catch (ClosedChannelException closed) {
                return;
            } catch (Throwable failed) {
                tell(failed, pause);
                LockSupport.parkNanos(this, pause.toNanos());
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private void tell(Throwable failed, Duration pause) {
        try {
            arrivals.failed(failed, pause);
        } catch (Throwable ignored) {
            // No memory for that either, say. The next connection may find some.
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Stops accepting, and returns when the last accepted connection was handed on, or after a
     * second if that hangs in somebody's code. Connections that the system queued and nobody took
     * are reset.
     */
    @Override
    public void close() throws IOException {
        channel.close();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        LockSupport.unpark(thread);
        try {
            thread.join(LONGEST_PAUSE);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
