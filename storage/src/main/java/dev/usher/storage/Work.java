package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something to be done in a database. It may be run again if another one spoils the transaction
 * that both are in, and on another thread than the one that asks for it; so it changes nothing but
 * the database.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {

    /**
     * Does it. The transaction is not its own: it neither commits nor rolls back, and sets nothing
     * on the connection. What it does not close is closed for it.
     *
     * @throws SQLException if the database refuses; nothing of the work is kept then
     * @throws IOException if the work does: {@linkplain dev.usher.FailureException#rejected
     *     rejected}, say; nothing of it is kept then
     */
    T on(Connection connection) throws SQLException, IOException;
}
