package dev.usher.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A schema on a PostgreSQL server, by a pool of connections. */
final class PostgresEngine implements Engine {
    /** How long a work waits for a connection before it is told that there is none. */
    private static final Duration TO_CONNECT = Duration.ofSeconds(3);

    private static final Duration TO_FIND_OUT = Duration.ofSeconds(1);
    private static final int MIGRATION_LOCK = 0x05e12;

    private final HikariDataSource pool;
    private final Duration usual;

    private PostgresEngine(HikariDataSource pool, Duration usual) {
        this.pool = pool;
        this.usual = usual;
    }

    /**
     * Connects, and makes the schema if it is not there.
     *
     * @throws IOException with a sentence for the operator
     */
    static PostgresEngine open(DatabaseSettings.OnServer place, DatabaseSettings settings)
            throws IOException {
        var address = PostgresAddress.of(place.url(), settings);
        make(place.schema(), address);
        return new PostgresEngine(
                new HikariDataSource(config(address.source(), place.schema(), settings)),
                settings.longest());
    }

    private static void make(String schema, PostgresAddress address) throws IOException {
        try (var connection = address.source().getConnection();
                var statement = connection.createStatement()) {
            boolean isThere;
            try (var rows =
                    statement.executeQuery(
                            "SELECT 1 FROM pg_namespace WHERE nspname = '" + schema + "'")) {
                isThere = rows.next();
            }
            if (!isThere) { // not even asked for otherwise: it takes a right that we may not have
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
            }
        } catch (SQLException refused) {
            throw new IOException(address.sentence(refused), refused);
        }
    }

    private static HikariConfig config(
            PGSimpleDataSource source, String schema, DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("usher-" + schema);
        config.setAutoCommit(false);
        config.setIsolateInternalQueries(true); // what the pool asks is no part of a transaction
        config.setMaximumPoolSize(1 + settings.readers() + settings.soloists());
        config.setConnectionTimeout(TO_CONNECT.toMillis());
        config.setValidationTimeout(TO_FIND_OUT.toMillis());
        config.setInitializationFailTimeout(-1); // it was there a moment ago
        long longest = settings.longest().toMillis();
        config.setConnectionInitSql(
                "SET search_path TO "
                        + schema
                        + "; SET synchronous_commit TO on; SET statement_timeout TO "
                        + longest
                        + "; SET lock_timeout TO "
                        + longest
                        + "; SET idle_in_transaction_session_timeout TO "
                        + 2 * longest);
        return config;
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public Loan writing() throws SQLException {
        return lend(pool.getConnection());
    }

    @Override
    public Loan reading() throws SQLException {
        var connection = pool.getConnection();
        try {
            connection.setReadOnly(true); // until it is given back
        } catch (SQLException failed) {
            pool.evictConnection(connection);
            throw failed;
        }
        return lend(connection);
    }

    private Loan lend(Connection connection) {
        return new PostgresLoan(connection, usual, pool::evictConnection);
    }

    @Override
    public Trouble trouble(SQLException error) {
        var state = error.getSQLState();
        if (state == null) {
            return Trouble.UNAVAILABLE; // the pool's: it has no connection
        }
        return switch (state) {
            case "57014" -> Trouble.LATE;
            case "55P03", "55006", "53300" -> Trouble.BUSY;
            case "25P03", "25P04" -> Trouble.UNAVAILABLE; // cut off by the server
            default ->
                    switch (state.substring(0, 2)) {
                        case "23" -> Trouble.VIOLATION;
                        case "40" -> Trouble.BUSY;
                        case "08", "53", "57", "58", "F0", "XX" -> Trouble.UNAVAILABLE;
                        default -> Trouble.STATEMENT;
                    };
        };
    }

    @Override
    public Trouble troubleOfCommit(SQLException error) {
        var state = error.getSQLState();
        if (state == null) {
            return Trouble.UNCERTAIN;
        }
        return switch (state.substring(0, 2)) {
            case "23", "25", "40" -> Trouble.BUSY; // the server says that it has undone it
            default -> Trouble.UNCERTAIN;
        };
    }

    @Override
    public void migrateAlone(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + MIGRATION_LOCK + ")");
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
