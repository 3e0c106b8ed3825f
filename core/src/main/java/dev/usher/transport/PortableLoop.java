package dev.usher.transport;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * A loop that itself runs on a virtual thread, so that waking a client's thread stays within the
 * JDK's scheduler.
 */
final class PortableLoop extends Loop implements Lane {

    /** Starts it. */
    PortableLoop(String name) throws IOException {
        Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        while (isOpen()) {
            select();
            for (var task = next(); task != null; task = next()) {
                run(task.work());
            }
        }
        ended();
    }

    @Override
    Lane lane() {
        return this;
    }

    @Override
    public Transport transport(SocketChannel channel, int unread) {
        return new SocketTransport(this, channel, unread);
    }

    @Override
    public Thread.Builder.OfVirtual threads() {
        return Thread.ofVirtual();
    }
}
