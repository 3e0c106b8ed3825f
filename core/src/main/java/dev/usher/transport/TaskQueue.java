package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Tasks for a loop, from many threads to the one that runs them. Nobody ever waits: a linked list
 * with a stub, to whose end each producer moves on by one exchange (D. Vyukov's MPSC queue).
 */
final class TaskQueue {

    /** A task; and a link of the list. */
    static final class Task {
        private @Nullable Runnable work;
        final @Nullable LoopLane lane;
        final boolean hasMuchToRead;
        private volatile @Nullable Task next;

        private Task(@Nullable Runnable work, @Nullable LoopLane lane, boolean hasMuchToRead) {
            this.work = work;
            this.lane = lane;
            this.hasMuchToRead = hasMuchToRead;
        }

        /** What is to be done; taken once. */
        Runnable work() {
            var taken = work;
            work = null;
            if (taken == null) {
                throw new IllegalStateException("a task is taken once");
            }
            return taken;
        }
    }

    private final AtomicReference<Task> last;
    private Task taken = new Task(null, null, false);

    TaskQueue() {
        last = new AtomicReference<>(taken);
    }

    /**
     * Adds a task; by any thread.
     *
     * @param lane whose it is, if it runs a client's thread
     * @param hasMuchToRead whether much has arrived for that client
     */
    void put(Runnable work, @Nullable LoopLane lane, boolean hasMuchToRead) {
        var task = new Task(work, lane, hasMuchToRead);
        last.getAndSet(task).next = task;
    }

    /** The first task, {@code null} if there is none; by one thread at a time. */
    @Nullable Task take() {
        var next = taken.next;
        if (next != null) {
            taken = next;
        }
        return next;
    }

    /** Whether there is none; by the thread that takes. */
    boolean isEmpty() {
        return taken.next == null;
    }
}
