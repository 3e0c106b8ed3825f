package dev.usher.storage;

import org.sqlite.ProgressHandler;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A connection to a file of SQLite's. It stops by itself what takes too long. */
final class SqliteConnection extends ProgressHandler implements Loan {
    /** Steps of SQLite's machine between two looks at the time: a millisecond or so. */
    private static final int STEPS = 50_000;

    private final Connection connection;
    private final String begin;
    private final Consumer<SqliteConnection> back;
    private long due = Long.MAX_VALUE;
    private LongSupplier waited = () -> 0;
    private boolean transacts;
    private boolean spoilt;

    /**
     * Over this connection.
     *
     * @param begin what begins a transaction
     * @param back takes it when it has been used
     */
    SqliteConnection(Connection connection, String begin, Consumer<SqliteConnection> back)
            throws SQLException {
        this.connection = connection;
        this.begin = begin;
        this.back = back;
        setHandler(connection, STEPS, this);
    }

    @Override
    protected int progress() {
        return due != Long.MAX_VALUE && System.nanoTime() - due > waited.getAsLong() ? 1 : 0;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void begin() throws SQLException {
        due = Long.MAX_VALUE;
        execute(begin);
        transacts = true;
    }

    @Override
    public void commit() throws SQLException {
        due = Long.MAX_VALUE;
        execute("COMMIT");
        transacts = false;
    }

    @Override
    public void rollback() throws SQLException {
        due = Long.MAX_VALUE;
        transacts = false;
        execute("ROLLBACK");
    }

    @Override
    public void allow(Duration longest, LongSupplier waited) {
        this.waited = waited;
        due = System.nanoTime() + longest.toNanos();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void spoil() {
        spoilt = true;
    }

    @Override
    public void close() {
        if (transacts) {
            try {
                rollback();
            } catch (SQLException undone) { // by itself: there is no transaction any more
                spoilt = true;
            }
        }
        if (spoilt) {
            discard();
        } else {
            back.accept(this);
        }
    }

    /** Closes it for good. */
    void discard() {
        try {
            connection.close();
        } catch (SQLException lost) { // what counts was committed, or has failed, before
            spoilt = true;
        }
    }
}
