package dev.usher.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/** Sockets that the JDK's selector watches. */
final class SelectorSockets implements Sockets {
    private static final int LARGEST_READ = 64 * 1024;
    private static final long PAUSE_AFTER_ERROR_NANOS = 10_000_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_READ);

    /**
     * Watches nothing yet.
     *
     * @throws IOException if the system has no selector left
     */
    SelectorSockets() throws IOException {}

    @Override
    public WatchedSocket socket(SocketChannel channel, SocketTransport transport) {
        return new SelectedSocket(selector, buffer, channel, transport);
    }

    @Override
    public void enter() {}

    @Override
    public void prepareToMove() {}

    @Override
    public boolean isDue() {
        return false;
    }

    @Override
    public void turnEnded() {}

    @Override
    public boolean isOpen() {
        return selector.isOpen();
    }

    @Override
    public boolean selectNow() {
        try {
            return selector.selectNow(SelectorSockets::ready) > 0;
        } catch (ClosedSelectorException | IOException broken) {
            return false; // a wait will show it again
        }
    }

    @Override
    public void select() {
        try {
            selector.select(SelectorSockets::ready);
        } catch (ClosedSelectorException closed) {
            return;
        } catch (IOException broken) {
            // Nothing that one connection could cause; without a pause it might spin.
            LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
        }
    }

    @Override
    public void wakeUp() {
        selector.wakeup();
    }

    private static void ready(SelectionKey key) {
        var socket = (SelectedSocket) key.attachment();
        try {
            if (key.isValid()) {
                socket.ready(key.readyOps());
            }
        } catch (RuntimeException | Error defect) {
            Defects.show(defect);
            socket.transport().abort();
        }
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            selector.selectNow(); // lets go of the sockets that are closed
        }
    }
}
