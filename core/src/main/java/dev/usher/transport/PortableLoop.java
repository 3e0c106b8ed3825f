package dev.usher.transport;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * A loop that itself runs on a virtual thread, so that waking a client's thread stays within the
 * JDK's scheduler.
 *
 * <p>There a wait takes long to begin and to end, several times as long as a request takes to be
 * answered. So if its waits have been short of late, the loop looks again and again instead.
 */
final class PortableLoop extends Loop implements Lane {
    /** Waits that are expected to be shorter are not begun. With one processor, none is. */
    private static final long SHORT_NANOS =
            Runtime.getRuntime().availableProcessors() > 1 ? 50_000 : 0;

    private static final long LONG_NANOS = 10 * SHORT_NANOS;

    /** How long the next wait will take, to judge by the last ones. */
    private long expected = LONG_NANOS;

    /** Starts it. */
    PortableLoop(String name) throws IOException {
        Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        while (isOpen()) {
            if (!selectNow()) {
                await();
            }
            for (var task = next(); task != null; task = next()) {
                run(task.work());
            }
        }
        ended();
    }

    private void await() {
        long began = System.nanoTime();
        if (expected >= SHORT_NANOS || !arrivesBefore(began + SHORT_NANOS)) {
            select();
        }
        expected = (3 * expected + Math.min(System.nanoTime() - began, LONG_NANOS)) / 4;
    }

    private boolean arrivesBefore(long end) {
        boolean arrived = false;
        while (!arrived && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
            arrived = selectNow();
        }
        return arrived;
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
