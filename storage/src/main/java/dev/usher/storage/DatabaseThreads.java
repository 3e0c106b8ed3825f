package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few platform threads, which native calls may hold, for works in the order in which they come.
 * Safe for use by many threads.
 */
final class DatabaseThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;
    private static final long TO_END_SECONDS = 30;

    private final ThreadPoolExecutor threads;
    private final Duration patience;

    /** So many of this name, for as many works and as much patience as the settings say. */
    DatabaseThreads(String name, int count, DatabaseSettings settings) {
        patience = settings.patience();
        threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(settings.waiting()),
                        Thread.ofPlatform().daemon().name(name, 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Waits until one of them has done this.
     *
     * @param doing does it, and ends the job
     * @param inTheDark what it means if there is no result long after it began
     */
    <T extends @Nullable Object> T run(Job<T> job, Runnable doing, Trouble inTheDark)
            throws IOException {
        Runnable task =
                () -> {
                    if (job.begin()) {
                        doing.run();
                    }
                };
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            throw (threads.isShutdown() ? Trouble.UNAVAILABLE : Trouble.BUSY).exception();
        }
        return job.await(patience, () -> threads.remove(task), inTheDark);
    }

    /** Ends when what was begun is done, or after 30 s. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(TO_END_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
    }
}
