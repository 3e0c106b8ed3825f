package dev.usher.services.database;

import java.io.IOException;

/**
 * Several requests that are kept together or not at all. Nobody else sees what it has done before
 * it is committed, and it is as if it had been alone.
 *
 * <p>It is rolled back when it is closed, when it has had nothing to do for a while, and when it
 * has lasted too long. From then on everything it is asked is {@linkplain
 * dev.usher.FailureException#rejected rejected} as {@code aborted}. Used by one thread at a time;
 * any thread may close it.
 */
public interface Transaction extends Tables, AutoCloseable {

    /**
     * Keeps all that was done, and ends it.
     *
     * @throws IOException if nothing of it is kept; or, as {@code uncertain}, if nobody knows
     */
    void commit() throws IOException;

    /** Undoes all that was done, and ends it; returns when that has happened. */
    void rollback() throws IOException;

    /** Has it rolled back if it has not ended, and does not wait for that. */
    @Override
    void close();
}
