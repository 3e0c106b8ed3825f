package dev.usher.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the sockets of many connections: reads what arrives, hands it to the connection's
 * transport, and wakes the thread that waits for it. The loop itself runs on a virtual thread, so
 * waking a client's thread stays within the scheduler; the client's own thread does the rest.
 *
 * <p>Everything that touches a selection key happens on the loop's thread; other threads ask by
 * {@link #execute}. No single connection can end the loop.
 */
public final class Loop implements AutoCloseable {
    private static final int LARGEST_READ = 64 * 1024;
    private static final long PAUSE_AFTER_ERROR_NANOS = 10_000_000;
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_READ);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Thread thread;

    /**
     * Starts a loop.
     *
     * @throws IOException if the system has no selector left
     */
    public Loop(String name) throws IOException {
        selector = Selector.open();
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /**
     * A transport for this socket, which belongs to it from now on.
     *
     * @param unread bytes that may lie unread before reading pauses
     */
    public Transport transport(SocketChannel channel, int unread) {
        return new SocketTransport(this, channel, unread);
    }

    /** Runs a task on the loop's thread, soon; after the end of the loop, never. */
    void execute(Runnable task) {
        tasks.add(task);
        if (woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Runs a task after what the loop's thread is at; called on that thread. */
    void later(Runnable task) {
        tasks.add(task);
    }

    SelectionKey register(SocketChannel channel, SocketTransport transport) throws IOException {
        return channel.register(selector, SelectionKey.OP_READ, transport);
    }

    /** The buffer all reads share; only the loop's thread may touch it. */
    ByteBuffer buffer() {
        return buffer;
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                selector.select(this::ready);
            } catch (ClosedSelectorException closed) {
                return;
            } catch (IOException broken) {
                // Nothing that one connection could cause; without a pause it might spin.
                LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
            }
            woken.set(false);
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                run(task);
            }
        }
    }

    private void ready(SelectionKey key) {
        var transport = (SocketTransport) key.attachment();
        try {
            if (key.isValid()) {
                transport.ready(key);
            }
        } catch (RuntimeException | Error defect) {
            report(defect);
            transport.abort();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error defect) {
            report(defect);
        }
    }

    /** A defect of ours, or no memory: shown where the program shows such things. */
    private static void report(Throwable defect) {
        var thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, defect);
    }

    /** Ends the loop, once its connections are closed; waits a moment for its thread. */
    @Override
    public void close() throws IOException {
        // Closing is a task, so that it comes after the closing of the last sockets.
        execute(() -> {
            try {
                selector.selectNow();
                selector.close();
            } catch (IOException failed) {
                report(failed);
            }
        });
        try {
            thread.join(LONGEST_END);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
