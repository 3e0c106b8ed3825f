package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.LongSupplier;

/** A few threads that read, each by a connection of its own, beside the one that writes. */
final class Readers implements AutoCloseable {
    private final Engine engine;
    private final DatabaseSettings settings;
    private final Health health;
    private final DatabaseThreads threads;

    Readers(Engine engine, DatabaseSettings settings, Health health) {
        this.engine = engine;
        this.settings = settings;
        this.health = health;
        threads = new DatabaseThreads("usher-database-reader-", settings.readers(), settings);
    }

    /** Has this done; it sees the database as it is when it begins to look. */
    <T extends @Nullable Object> T read(Job<T> job, LongSupplier waited) throws IOException {
        return threads.run(job, () -> run(job, waited), Trouble.LATE);
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
        threads.close();
    }
}
