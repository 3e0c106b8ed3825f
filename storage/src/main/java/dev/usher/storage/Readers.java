package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A few threads that read, each by a connection of its own, beside the one that writes. */
final class Readers implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;
    private static final long TO_END_SECONDS = 30;

    private final Engine engine;
    private final DatabaseSettings settings;
    private final Health health;
    private final ThreadPoolExecutor threads;

    Readers(Engine engine, DatabaseSettings settings, Health health) {
        this.engine = engine;
        this.settings = settings;
        this.health = health;
        threads =
                new ThreadPoolExecutor(
                        settings.readers(),
                        settings.readers(),
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(settings.waiting()),
                        Thread.ofPlatform().daemon().name("usher-database-reader-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Has this done; it sees the database as it is when it begins to look. */
    <T extends @Nullable Object> T read(Work<T> work) throws IOException {
        var job = new Job<>(work, settings.longest());
        Runnable task =
                () -> {
                    if (job.begin()) {
                        run(job);
                    }
                };
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            throw (threads.isShutdown() ? Trouble.UNAVAILABLE : Trouble.BUSY).exception();
        }
        return job.await(settings.patience(), () -> threads.remove(task), Trouble.LATE);
    }

    private void run(Job<?> job) {
        try (var loan = engine.reading()) {
            try {
                loan.begin();
                loan.allow(job.longest());
                job.run(loan.connection());
                loan.rollback();
            } catch (SQLException failed) {
                if (!engine.trouble(failed).isOfTheStatement()) {
                    loan.spoil();
                }
                throw failed;
            }
            job.tell();
            health.works();
        } catch (SQLException failed) {
            job.fail(exception(failed));
        } catch (IOException | RuntimeException | Error failed) {
            job.fail(failed);
        }
    }

    private IOException exception(SQLException failed) {
        var trouble = engine.trouble(failed);
        if (trouble.isOfTheStatement()) {
            return new StatementException(failed, trouble == Trouble.VIOLATION);
        }
        if (trouble.isFailure()) {
            health.failed(failed);
        }
        return trouble.exception();
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
