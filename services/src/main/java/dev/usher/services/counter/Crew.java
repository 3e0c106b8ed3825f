package dev.usher.services.counter;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that count for all clients. They are platform threads, since counting is work for the
 * processor: on a virtual thread it would keep its carrier from all the clients behind it. There
 * are as many as processors, so that more would not count faster.
 *
 * <p>Who has a task waits for a free thread in a queue, one task at a time: requests with many
 * tasks and requests with few take turns. Safe for use by many threads.
 */
final class Crew implements AutoCloseable {
    private static final Duration UNEMPLOYED = Duration.ofSeconds(10);

    private final int size;
    private final Semaphore free;
    private final ThreadPoolExecutor threads;

    Crew(int size) {
        this.size = size;
        free = new Semaphore(size, true);
        threads =
                new ThreadPoolExecutor(
                        size,
                        size,
                        UNEMPLOYED.toSeconds(),
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().name("usher-counter-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** One for each processor; two at least, so that there is something to count together. */
    static Crew ofProcessors() {
        return new Crew(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Starts a task as soon as a thread is free for it; waits for that.
     *
     * @param ended gets a permit when the task has ended and its thread is free again
     * @throws RejectedExecutionException if the crew was closed
     */
    void start(Runnable task, Semaphore ended) throws InterruptedException {
        free.acquire();
        try {
            threads.execute(() -> run(task, ended));
        } catch (RejectedExecutionException closed) {
            free.release();
            throw closed;
        }
    }

    private void run(Runnable task, Semaphore ended) {
        try {
            task.run();
        } finally {
            free.release();
            ended.release();
        }
    }

    /** How many tasks run now. */
    int tasks() {
        return size - free.availablePermits();
    }

    /** How many requests wait for a free thread now. */
    int waiting() {
        return free.getQueueLength();
    }

    /** Takes no more tasks; its threads end with those that run. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
