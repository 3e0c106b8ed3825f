package dev.usher.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * The sockets that one loop watches. All but {@link #wakeUp} and {@link #isOpen} is for the loop's
 * thread alone.
 */
final class SocketSelector implements Closeable {
    private static final int LARGEST_READ = 64 * 1024;
    private static final long PAUSE_AFTER_ERROR_NANOS = 10_000_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_READ);

    /**
     * Watches nothing yet.
     *
     * @throws IOException if the system has no selector left
     */
    SocketSelector() throws IOException {}

    SelectionKey register(SocketChannel channel, SocketTransport transport) throws IOException {
        return channel.register(selector, SelectionKey.OP_READ, transport);
    }

    /** The buffer all reads share. */
    ByteBuffer buffer() {
        return buffer;
    }

    boolean isOpen() {
        return selector.isOpen();
    }

    /** Serves the sockets that are ready now; whether there were any. */
    boolean selectNow() {
        try {
            return selector.selectNow(SocketSelector::ready) > 0;
        } catch (ClosedSelectorException | IOException broken) {
            return false; // a wait will show it again
        }
    }

    /** Serves the sockets that are ready; waits for one, or for a {@link #wakeUp}. */
    void select() {
        try {
            selector.select(SocketSelector::ready);
        } catch (ClosedSelectorException closed) {
            return;
        } catch (IOException broken) {
            // Nothing that one connection could cause; without a pause it might spin.
            LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
        }
    }

    void wakeUp() {
        selector.wakeup();
    }

    private static void ready(SelectionKey key) {
        var transport = (SocketTransport) key.attachment();
        try {
            if (key.isValid()) {
                transport.ready(key);
            }
        } catch (RuntimeException | Error defect) {
            Defects.show(defect);
            transport.abort();
        }
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            selector.selectNow(); // lets go of the sockets that are closed
        }
    }
}
