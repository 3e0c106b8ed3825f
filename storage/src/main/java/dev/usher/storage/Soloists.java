package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;

/** A few threads that write each in a transaction of its own, beside the one that all share. */
final class Soloists implements AutoCloseable {
    private final Engine engine;
    private final Health health;
    private final DatabaseThreads threads;

    Soloists(Engine engine, DatabaseSettings settings, Health health) {
        this.engine = engine;
        this.health = health;
        threads = new DatabaseThreads("usher-database-soloist-", settings.soloists(), settings);
    }

    /** Has this done, and returns when it is on the disk. */
    <T extends @Nullable Object> T write(Job<T> job) throws IOException {
        return threads.run(job, () -> run(job), Trouble.UNCERTAIN);
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
        threads.close();
    }
}
