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
        private volatile @Nullable Task next;

        private Task(@Nullable Runnable work, @Nullable LoopLane lane) {
            this.work = work;
            this.lane = lane;
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
    private Task taken = new Task(null, null);

    TaskQueue() {
        last = new AtomicReference<>(taken);
    }

    /**
     * Adds a task; by any thread.
     *
     * @param lane whose it is, if it runs a client's thread
     */
    void put(Runnable work, @Nullable LoopLane lane) {
        var task = new Task(work, lane);
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
