package dev.usher.services.counter;

import java.math.BigInteger;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One request at work: its increments run as tasks at the same time, on one counter that they
 * share. Up to {@value #MOST_TASKS} increments are a task each; more are dealt out to so many.
 *
 * <p>The tasks are this object's: none is left when {@link #result} returns or throws.
 */
final class Counting {
    static final int MOST_TASKS = 1_000;

    private final Job job;
    private final Effort effort;
    private final Witness witness;
    private final BooleanSupplier cancelled;
    private final int tasks;

    /**
     * What the tasks share: the increments so far. Adding one is a single step, so none is lost.
     */
    private final AtomicInteger increments = new AtomicInteger();

    private final Semaphore ended = new Semaphore(0);

    /**
     * Of this job.
     *
     * @param effort what each increment costs
     * @param witness hears of each, on the thread of its task
     * @param cancelled whether nobody waits for the result any more; asked between increments
     */
    Counting(Job job, Effort effort, Witness witness, BooleanSupplier cancelled) {
        this.job = job;
        this.effort = effort;
        this.witness = witness;
        this.cancelled = cancelled;
        tasks = Math.min(job.increments(), MOST_TASKS);
    }

    /**
     * Has this crew count, and waits for the result.
     *
     * @throws InterruptedException if it was cancelled; the tasks have ended then, too
     */
    BigInteger result(Crew crew) throws InterruptedException {
        int started = 0;
        try {
            for (; started < tasks; started++) {
                int task = started;
                crew.start(() -> run(task), ended);
            }
        } finally {
            // Not for long, even if this thread is interrupted: they ask whether to go on.
            ended.acquireUninterruptibly(started);
        }
        if (increments.get() < job.increments()) {
            if (cancelled.getAsBoolean()) {
                throw new InterruptedException("cancelled");
            }
            throw new IllegalStateException("a task failed"); // and its thread has shown how
        }
        return job.after(increments.get());
    }

    private void run(int task) {
        for (int left = share(task); left > 0 && effort.make(cancelled); left--) {
            witness.counted(job, increments.getAndIncrement(), task);
        }
    }

    /** How many increments are this task's; what cannot be shared evenly is the first tasks'. */
    private int share(int task) {
        return job.increments() / tasks + (task < job.increments() % tasks ? 1 : 0);
    }
}
