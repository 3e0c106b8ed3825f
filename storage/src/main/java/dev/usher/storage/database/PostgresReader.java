package dev.usher.storage.database;

import dev.usher.FailureException;
import dev.usher.services.database.ColumnType;
import dev.usher.storage.DatabaseSettings;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PasswordUtil;

import tools.jackson.databind.util.RawValue;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Answers questions from PostgreSQL, as a user who may read clients' tables and nothing else. It
 * logs in as that user: there is nobody behind it to become again. The user is made for the first
 * question, with a password that nobody else ever sees; where that is not allowed, or that user is
 * not let in, there are no questions, and everything else works.
 */
final class PostgresReader implements AskedInTurn.Reader {
    private static final int ROWS_AT_ONCE = 200;
    private static final int SECONDS_ABOVE = 5;

    private final PGSimpleDataSource owner;
    private final PGSimpleDataSource source;
    private final String schema;
    private final TableLimits limits;
    private boolean hasUser;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    private PostgresReader(
            PGSimpleDataSource owner,
            PGSimpleDataSource source,
            String schema,
            TableLimits limits) {
        this.owner = owner;
        this.source = source;
        this.schema = schema;
        this.limits = limits;
    }

    /** The reader of this schema. */
    static PostgresReader of(DatabaseSettings.OnServer place, TableLimits limits) {
        var owner = new PGSimpleDataSource();
        owner.setURL(place.url());
        owner.setLoginTimeout(SECONDS_ABOVE);
        owner.setSocketTimeout(2 * SECONDS_ABOVE);
        var source = new PGSimpleDataSource();
        source.setURL(place.url());
        source.setApplicationName("usher questions");
        source.setPrepareThreshold(0); // nothing is kept between two questions
        source.setMaxResultBuffer("64M");
        source.setReadOnly(true);
        source.setTcpKeepAlive(true);
        source.setLoginTimeout(SECONDS_ABOVE);
        source.setSocketTimeout((int) limits.longest().toSeconds() + SECONDS_ABOVE);
        source.setOptions(options(place.schema(), limits));
        return new PostgresReader(owner, source, place.schema(), limits);
    }

    private static String options(String schema, TableLimits limits) {
        return "-c search_path="
                + schema
                + " -c default_transaction_read_only=on"
                + " -c standard_conforming_strings=on"
                + " -c work_mem=8MB"
                + " -c max_parallel_workers_per_gather=0"
                + " -c lock_timeout=2000"
                + " -c statement_timeout="
                + limits.longest().toMillis();
    }

    /** A new connection of the user's, who is made or given a new password where need be. */
    private synchronized Connection connect() throws SQLException {
        if (hasUser) {
            try {
                return source.getConnection();
            } catch (SQLException refused) {
                if (!"28P01".equals(refused.getSQLState())) {
                    throw refused;
                }
                // Another server on the same database has given the user another password.
            }
        }
        var random = new byte[24];
        new SecureRandom().nextBytes(random);
        var password = HexFormat.of().formatHex(random);
        try (var connection = owner.getConnection()) {
            // Held until that connection is closed: no other server changes it before we are in.
            execute(connection, "SET lock_timeout = " + 1_000 * SECONDS_ABOVE);
            execute(connection, "SELECT pg_advisory_lock(94738)");
            source.setUser(makeUser(connection, password));
            source.setPassword(password);
            var in = source.getConnection();
            hasUser = true;
            return in;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Makes the user, or gives the one that is there a new password; returns the name. The server
     * is told what it needs to check the password, not the password: it may log its statements.
     */
    private String makeUser(Connection connection, String password) throws SQLException {
        try (var statement = connection.createStatement()) {
            // Users are the whole server's, so the name holds the database's.
            String user;
            boolean isThere;
            try (var rows =
                    statement.executeQuery(
                            "SELECT n, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = n) FROM"
                                    + " (SELECT 'usher_reader_' || oid || '_' || '"
                                    + schema
                                    + "' AS n FROM pg_database"
                                    + " WHERE datname = current_database()) AS named")) {
                rows.next();
                user = rows.getString(1);
                user = user.substring(0, Math.min(user.length(), 63));
                isThere = rows.getBoolean(2);
            }
            var quoted = '"' + user + '"';
            connection.setAutoCommit(false);
            statement.execute(
                    (isThere ? "ALTER" : "CREATE")
                            + " ROLE "
                            + quoted
                            + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION"
                            + " CONNECTION LIMIT "
                            + 10 * limits.questions()
                            + " PASSWORD '"
                            + PasswordUtil.encodeScramSha256(password.toCharArray())
                            + "'");
            statement.execute("GRANT USAGE ON SCHEMA " + schema + " TO " + quoted);
            statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + quoted);
            statement.execute(
                    "ALTER DEFAULT PRIVILEGES IN SCHEMA "
                            + schema
                            + " GRANT SELECT ON TABLES TO "
                            + quoted);
            connection.commit();
            return user;
        }
    }

    @Override
    public void read(String question, Result result) throws IOException {
        try {
            var connection = connection();
            boolean whole = false;
            try {
                answer(question, result, connection);
                whole = true;
            } finally {
                if (whole) {
                    idle.push(connection);
                } else {
                    connection.close();
                }
            }
        } catch (SQLException refused) {
            throw words(refused);
        }
    }

    private Connection connection() throws SQLException, IOException {
        for (var used = idle.poll(); used != null; used = idle.poll()) {
            if (used.isValid(SECONDS_ABOVE)) {
                return used;
            }
            used.close();
        }
        try {
            return connect();
        } catch (SQLException refused) {
            var state = String.valueOf(refused.getSQLState());
            throw state.startsWith("08") || state.startsWith("57")
                    ? unavailable()
                    : FailureException.rejected(
                            "unavailable",
                            "the server has no user for questions, who can read and nothing else");
        }
    }

    private void answer(String question, Result result, Connection connection)
            throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement(question)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (var rows = statement.executeQuery()) {
                new ResultColumns(rows.getMetaData(), PostgresReader::value)
                        .readAll(rows, result, limits.longest());
            }
        }
        connection.rollback(); // so that nothing that it did by itself is kept
        connection.setAutoCommit(true);
        execute(connection, "DISCARD ALL"); // settings and locks that it may have made
    }

    private static @Nullable Object value(ResultSet rows, int index, String type)
            throws SQLException {
        var text = rows.getString(index);
        if (text == null) {
            return null;
        }
        return switch (type) {
            case "int2", "int4", "int8", "serial", "bigserial", "oid" -> rows.getLong(index);
            case "numeric" ->
                    Character.isLetter(text.charAt(text.length() - 1))
                            ? text // NaN, Infinity
                            : rows.getBigDecimal(index);
            case "float4", "float8" -> {
                double number = rows.getDouble(index);
                yield Double.isFinite(number) ? number : text;
            }
            case "bool" -> rows.getBoolean(index);
            case "timestamptz" ->
                    text.endsWith("infinity")
                            ? text
                            : new PostgresIdiom().value(rows, index, ColumnType.TIMESTAMP);
            case "json", "jsonb" -> new RawValue(text);
            default -> text;
        };
    }

    private static FailureException words(SQLException refused) {
        var state = String.valueOf(refused.getSQLState());
        return switch (state) {
            case "57014" ->
                    FailureException.rejected("late", "the question took the database too long");
            case "55P03" -> FailureException.rejected("conflict", "a table is being changed");
            case "25006", "42501" ->
                    FailureException.rejected("forbidden", "a question can read and nothing else");
            case PostgresIdiom.TOO_MUCH_AT_ONCE, "54000", "54001", "54011", "54023", "53200" ->
                    FailureException.rejected("too-large", "the question asks for too much");
            default ->
                    switch (state.substring(0, 2)) {
                        case "42", "22", "0A", "21" ->
                                FailureException.rejected("invalid", reason(refused));
                        case "40" ->
                                FailureException.rejected("conflict", "a table was being changed");
                        default -> unavailable();
                    };
        };
    }

    private static FailureException unavailable() {
        return FailureException.rejected("unavailable", "the database cannot be used now");
    }

    /** The first line of what the server says; the others tell of places and hints. */
    private static String reason(SQLException refused) {
        var line = String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
        return line.startsWith("ERROR: ") ? line.substring("ERROR: ".length()) : line;
    }

    @Override
    public void close() {
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
            try {
                connection.close();
            } catch (SQLException lost) {
                // it is gone then
            }
        }
    }
}
