package dev.usher.services.files;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few platform threads on which files are read and written, while those who want that wait on
 * their own. For a virtual thread holds its carrier until the disk has answered, and then others
 * cannot be served; and a file is closed under a thread that is interrupted while it reads, which a
 * thread of a client may be at any time.
 *
 * <p>Nobody has more than one task here, so the queue is as long as there are clients at most. The
 * pieces of files that are in it are small: each client gets its turn soon.
 */
final class DiskThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;
    private static final long TO_END_SECONDS = 30;

    /** Something to be done to files. */
    @FunctionalInterface
    interface Task<T> {
        T run() throws IOException;
    }

    /** Something to be found in files; {@code null} if it is not there. */
    @FunctionalInterface
    interface Search<T> {
        @Nullable T run() throws IOException;
    }

    /** Something to be done to files of which nothing comes back. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** What is to be told in place of a failure; mostly that itself. */
    @FunctionalInterface
    interface Explanation {
        IOException of(IOException failed);
    }

    private final ThreadPoolExecutor threads;
    private final Explanation explanation;

    /** So many threads of this name, each of which ends when it has nothing to do for a while. */
    DiskThreads(String name, int count, Explanation explanation) {
        this.explanation = explanation;
        threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name(name + "-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Has this done, and waits for it. An interrupt is kept for later: the files are in use until
     * the task is done.
     *
     * @throws IOException what the task threw; or that the store is closed
     */
    <T> T call(Task<T> task) throws IOException {
        return Objects.requireNonNull(find(task::run));
    }

    /** The same for what may have no result. */
    void run(Action action) throws IOException {
        find(() -> {
            action.run();
            return null;
        });
    }

    /** The same for what may not be found. */
    <T> @Nullable T find(Search<T> search) throws IOException {
        return await(submit(search));
    }

    /**
     * The same for what changes nothing and may take long: who is interrupted wants it no more, so
     * it is left alone, and not begun if it was not. Otherwise those who have gone would make those
     * who are here wait.
     *
     * @throws InterruptedIOException if the caller is interrupted meanwhile
     */
    <T> T callWhileWanted(Task<T> task) throws IOException {
        Future<@Nullable T> future = submit(task::run);
        try {
            return Objects.requireNonNull(this.<T>await(future, () -> future.cancel(false)));
        } catch (CancellationException unwanted) {
            throw new InterruptedIOException("nobody waits for it any more");
        }
    }

    /** Begins this; whoever does so waits for it before he begins something else here. */
    Doing begin(Action action) throws IOException {
        var future =
                submit(() -> {
                    action.run();
                    return null;
                });
        return () -> await(future);
    }

    /** Something that is being done. */
    interface Doing {
        /**
         * Waits until it is done; to be called once.
         *
         * @throws IOException what it threw
         */
        void await() throws IOException;
    }

    /** Has this done some time; nobody waits for it. */
    void start(Runnable task) {
        threads.execute(task);
    }

    private <T> Future<@Nullable T> submit(Search<T> search) throws IOException {
        try {
            return threads.submit(search::run);
        } catch (RejectedExecutionException closed) {
            throw new IOException("the store is closed", closed);
        }
    }

    private <T> @Nullable T await(Future<@Nullable T> future) throws IOException {
        return await(future, () -> {});
    }

    private <T> @Nullable T await(Future<@Nullable T> future, Runnable whenInterrupted)
            throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                    whenInterrupted.run();
                }
            }
        } catch (ExecutionException thrown) {
            throw explanation.of(cause(thrown));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What a task threw: an {@link IOException}, or thrown on. */
    static IOException cause(ExecutionException thrown) {
        return switch (thrown.getCause()) {
            case IOException failed -> failed;
            case RuntimeException defect -> throw defect;
            case Error error -> throw error;
            case null, default -> new IOException("a task of the store failed", thrown);
        };
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
