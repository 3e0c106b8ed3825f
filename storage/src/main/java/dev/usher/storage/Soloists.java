package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A few threads that write each in a transaction of its own, beside the one that all share. */
final class Soloists implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;
    private static final long TO_END_SECONDS = 30;

    private final Engine engine;
    private final DatabaseSettings settings;
    private final Health health;
    private final ThreadPoolExecutor threads;

    Soloists(Engine engine, DatabaseSettings settings, Health health) {
        this.engine = engine;
        this.settings = settings;
        this.health = health;
        threads =
                new ThreadPoolExecutor(
                        settings.soloists(),
                        settings.soloists(),
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(settings.waiting()),
                        Thread.ofPlatform().daemon().name("usher-database-soloist-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Has this done, and returns when it is on the disk. */
    <T extends @Nullable Object> T write(Job<T> job) throws IOException {
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
        return job.await(settings.patience(), () -> threads.remove(task), Trouble.UNCERTAIN);
    }

    private void run(Job<?> job) {
        try (var loan = engine.writing()) {
            try {
                loan.begin();
                loan.allow(job.longest());
                job.run(loan.connection());
            } catch (SQLException failed) {
                if (!engine.trouble(failed).isOfTheStatement()) {
                    loan.spoil();
                }
                job.fail(health.exception(failed, engine.trouble(failed)));
                return;
            }
            commit(loan, job);
        } catch (SQLException failed) {
            job.fail(health.exception(failed, engine.trouble(failed)));
        } catch (IOException | RuntimeException | Error failed) {
            job.fail(failed);
        }
    }

    private void commit(Loan loan, Job<?> job) {
        try {
            loan.commit();
        } catch (SQLException failed) {
            loan.spoil();
            job.fail(engine.troubleOfCommit(failed).exception());
            health.failed(failed);
            return;
        }
        job.tell();
        health.works();
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
