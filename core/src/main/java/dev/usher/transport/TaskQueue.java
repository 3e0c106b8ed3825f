package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Tasks for a loop, from many threads to the one that runs them. Nobody ever waits: a linked list
 * with a stub, to whose end each producer moves on by one exchange (D. Vyukov's MPSC queue).
 */
final class TaskQueue {

    /** A task; refers to the next one. */
    static final class Task extends AtomicReference<@Nullable Task> {
        private static final long serialVersionUID = 0;

        private transient @Nullable Runnable work;
        final transient @Nullable LoopLane lane;
        final boolean isPart;
        final int bytes;

        private Task(@Nullable Runnable work, @Nullable LoopLane lane, boolean isPart, int bytes) {
            this.work = work;
            this.lane = lane;
            this.isPart = isPart;
            this.bytes = bytes;
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
    private Task taken = new Task(null, null, false, 0);

    TaskQueue() {
        last = new AtomicReference<>(taken);
    }

    /**
     * Adds a task; by any thread.
     *
     * @param lane whose it is, if it is a client's turn
     * @param isPart whether it is a part of a thread that the client has
     * @param bytes have arrived for that client
     */
    void put(Runnable work, @Nullable LoopLane lane, boolean isPart, int bytes) {
        var task = new Task(work, lane, isPart, bytes);
        last.getAndSet(task).set(task);
    }

    /** The first task, {@code null} if there is none; by one thread at a time. */
    @Nullable Task take() {
        var next = taken.get();
        if (next != null) {
            taken.setPlain(null); // what was taken may be old, and would keep all that follow alive
            taken = next;
        }
        return next;
    }

    /** The task that is taken next, {@code null} if there is none; by the thread that takes. */
    @Nullable Task first() {
        return taken.get();
    }

    /** Whether there are so many, at least one; by the thread that takes. */
    boolean has(long count) {
        var task = taken.get();
        for (long more = count - 1; more > 0 && task != null; more--) {
            task = task.get();
        }
        return task != null;
    }

    /** Whether there is none; by the thread that takes. */
    boolean isEmpty() {
        return taken.get() == null;
    }
}
