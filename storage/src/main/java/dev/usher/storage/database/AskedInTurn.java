package dev.usher.storage.database;

import dev.usher.FailureException;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Answers some questions at once, and others in the order in which they come. */
final class AskedInTurn implements Questions {
    private static final int MOST_WAITING = 10_000;
    private static final long IDLE_SECONDS = 10;
    private static final long TO_END_SECONDS = 30;

    /** Who answers one, on a thread that a native call may hold. */
    interface Reader extends AutoCloseable {
        /** Answers. */
        void read(String question, Result result) throws IOException;

        @Override
        void close();
    }

    private final Reader reader;
    private final TableLimits limits;
    private final ThreadPoolExecutor threads;

    AskedInTurn(Reader reader, TableLimits limits) {
        this.reader = reader;
        this.limits = limits;
        threads =
                new ThreadPoolExecutor(
                        limits.questions(),
                        limits.questions(),
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MOST_WAITING),
                        Thread.ofPlatform().daemon().name("usher-question-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void ask(String question, Result result) throws IOException {
        var begun = new AtomicBoolean();
        var task =
                new FutureTask<Boolean>(() -> {
                    if (begun.compareAndSet(false, true)) {
                        reader.read(question, result);
                    }
                    return true;
                });
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            throw busy();
        }
        await(task, begun);
    }

    private void await(FutureTask<Boolean> task, AtomicBoolean begun) throws IOException {
        boolean interrupted = false;
        try {
            long patience = limits.patience().toNanos();
            while (true) {
                try {
                    task.get(patience, TimeUnit.NANOSECONDS);
                    return;
                } catch (TimeoutException | InterruptedException waited) {
                    interrupted |= waited instanceof InterruptedException;
                    if (begun.compareAndSet(false, true)) {
                        threads.remove(task);
                        throw busy();
                    }
                    // It has begun, and ends within the limits of a result.
                    patience = limits.longestResult().plus(limits.longest()).toNanos();
                }
            }
        } catch (ExecutionException failed) {
            throw exception(failed);
        } catch (CancellationException never) {
            throw new IllegalStateException("nobody cancels questions", never);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static FailureException busy() {
        return FailureException.rejected(
                "busy", "the database has too many questions to answer; nothing was done");
    }

    private static IOException exception(ExecutionException failed) {
        return switch (failed.getCause()) {
            case IOException known -> known;
            case RuntimeException defect -> throw defect;
            case Error defect -> throw defect;
            case null, default -> new IOException("a question failed", failed);
        };
    }

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
        reader.close();
    }
}
