package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

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
    <T extends @Nullable Object> T read(Job<T> job, LongSupplier waited) throws IOException {
        Runnable task =
                () -> {
                    if (job.begin()) {
                        run(job, waited);
                    }
                };
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            throw (threads.isShutdown() ? Trouble.UNAVAILABLE : Trouble.BUSY).exception();
        }
        return job.await(settings.patience(), () -> threads.remove(task), Trouble.LATE);
    }

    private void run(Job<?> job, LongSupplier waited) {
        try (var loan = engine.reading()) {
            try {
                loan.begin();
                loan.allow(settings.longest(), waited);
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
            job.fail(health.exception(failed, engine.trouble(failed)));
        } catch (IOException | RuntimeException | Error failed) {
            job.fail(failed);
        }
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
