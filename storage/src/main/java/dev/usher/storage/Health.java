package dev.usher.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Whether a database works; tells when that changes, and not each time it fails. */
final class Health {
    private final String database;
    private final Consumer<DatabaseEvent> events;
    private final AtomicBoolean fails = new AtomicBoolean();

    Health(DatabaseSettings settings) {
        database = settings.name();
        events = settings.events();
    }

    /** It failed. */
    void failed(Exception cause) {
        if (fails.compareAndSet(false, true)) {
            events.accept(new DatabaseEvent.Failed(database, cause));
        }
    }

    /** It did what was asked. */
    void works() {
        if (fails.get() && fails.compareAndSet(true, false)) {
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
