package dev.usher.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Whether a database works; tells when that changes, and not each time it fails. One that can still
 * be read but not written, since its disk is full, fails until it can be written.
 */
final class Health {
    private enum Condition {
        WELL,
        READING_FAILS,
        WRITING_FAILS
    }

    private final String database;
    private final Consumer<DatabaseEvent> events;
    private final Condition symptom;
    private final AtomicReference<Condition> condition;

    /** As those who write see it. */
    Health(DatabaseSettings settings) {
        this(
                settings.name(),
                settings.events(),
                Condition.WRITING_FAILS,
                new AtomicReference<>(Condition.WELL));
    }

    private Health(
            String database,
            Consumer<DatabaseEvent> events,
            Condition symptom,
            AtomicReference<Condition> condition) {
        this.database = database;
        this.events = events;
        this.symptom = symptom;
        this.condition = condition;
    }

    /** The same as those who read see it. */
    Health ofReaders() {
        return new Health(database, events, Condition.READING_FAILS, condition);
    }

    /** It failed. */
    void failed(Exception cause) {
        var before = condition.getAndUpdate(now -> worse(now, symptom));
        if (before == Condition.WELL) {
            events.accept(new DatabaseEvent.Failed(database, cause));
        }
    }

    private static Condition worse(Condition one, Condition other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** It did what was asked. */
    void works() {
        var before = condition.get();
        if (before != Condition.WELL
                && before.compareTo(symptom) <= 0
                && condition.compareAndSet(before, Condition.WELL)) {
            events.accept(new DatabaseEvent.Recovered(database));
        }
    }

    /** What is thrown at who meets this error; tells of it if the database is to blame. */
    IOException exception(SQLException failed, Trouble trouble) {
        if (trouble.isOfTheStatement()) {
            return new StatementException(failed, trouble == Trouble.VIOLATION);
        }
        if (trouble.isFailure()) {
            failed(failed);
        }
        return trouble.exception();
    }
}
