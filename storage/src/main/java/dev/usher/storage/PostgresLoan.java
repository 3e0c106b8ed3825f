package dev.usher.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A connection to a PostgreSQL server, from a pool. The driver begins transactions by itself. The
 * server counts its own time alone, for each piece of a result anew.
 */
final class PostgresLoan implements Loan {
    private final Connection connection;
    private final Duration usual;
    private final Consumer<Connection> away;
    private Duration allowed;
    private boolean spoilt;

    /**
     * Over this connection.
     *
     * @param usual how long the server lets a statement take unless told otherwise
     * @param away takes it out of the pool
     */
    PostgresLoan(Connection connection, Duration usual, Consumer<Connection> away) {
        this.connection = connection;
        this.usual = usual;
        this.away = away;
        allowed = usual;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void begin() {
        allowed = usual;
    }

    @Override
    public void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void allow(Duration longest, LongSupplier waited) throws SQLException {
        if (!longest.equals(allowed)) {
            try (var statement = connection.createStatement()) {
                statement.execute("SET LOCAL statement_timeout = " + longest.toMillis());
            }
            allowed = longest;
        }
    }

    @Override
    public void spoil() {
        spoilt = true;
    }

    @Override
    public void close() {
        if (spoilt) {
            away.accept(connection);
        }
        try {
            connection.close(); // to the pool, which undoes what was not committed
        } catch (SQLException lost) { // what counts was committed, or has failed, before
            away.accept(connection);
        }
    }
}
