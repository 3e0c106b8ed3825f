package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the sockets of many connections: reads what arrives, hands it to the connection's
 * transport, and wakes the thread that waits for it; the client's own thread does the rest.
 *
 * <p>Everything that touches a selection key happens on the loop's thread; other threads ask by
 * {@link #execute}. No single connection can end the loop.
 */
abstract sealed class Loop implements AutoCloseable permits PortableLoop, CarrierLoop {
    private static final int LARGEST_READ = 64 * 1024;
    private static final long PAUSE_AFTER_ERROR_NANOS = 10_000_000;
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_READ);
    private final TaskQueue tasks = new TaskQueue();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Whether the loop's thread waits, or is about to: then a task has to wake it. */
    private volatile boolean asleep;

    /**
     * A loop that does not run yet.
     *
     * @throws IOException if the system has no selector left
     */
    Loop() throws IOException {}

    /** A new place for clients of one listener. */
    abstract Lane lane();

    /** Runs a task on the loop's thread, soon; after the end of the loop, never. */
    final void execute(Runnable task) {
        execute(task, null);
    }

    /** The same, for a task that runs a client's thread. */
    final void execute(Runnable task, @Nullable CarrierLane lane) {
        tasks.put(task, lane);
        // The loop says that it sleeps, and then looks at the tasks: one of us sees the other.
        if (asleep) {
            asleep = false;
            selector.wakeup();
        }
    }

    final SelectionKey register(SocketChannel channel, SocketTransport transport)
            throws IOException {
        return channel.register(selector, SelectionKey.OP_READ, transport);
    }

    /** The buffer all reads share; only the loop's thread may touch it. */
    final ByteBuffer buffer() {
        return buffer;
    }

    final boolean isOpen() {
        return selector.isOpen();
    }

    /** Serves the sockets that are ready now; whether there were any, or tasks. */
    final boolean selectNow() {
        try {
            return selector.selectNow(this::ready) > 0 || !tasks.isEmpty();
        } catch (ClosedSelectorException | IOException broken) {
            return false; // a wait will show it again
        }
    }

    /** Serves the sockets that are ready; waits for one unless there are tasks. */
    final void select() {
        try {
            asleep = tasks.isEmpty();
            if (asleep && tasks.isEmpty()) {
                selector.select(this::ready);
            } else {
                selector.selectNow(this::ready);
            }
        } catch (ClosedSelectorException closed) {
            return;
        } catch (IOException broken) {
            // Nothing that one connection could cause; without a pause it might spin.
            LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
        } finally {
            asleep = false;
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

    /** The next task. */
    final TaskQueue.@Nullable Task next() {
        return tasks.take();
    }

    static void run(Runnable task) {
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

    /** Says that the loop has ended; by its thread. */
    final void ended() {
        ended.countDown();
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
            ended.await(LONGEST_END.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
