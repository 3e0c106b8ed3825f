package dev.usher.storage.database;

import dev.usher.FailureException;
import dev.usher.services.database.ColumnType;
import dev.usher.storage.DecimalOrder;

import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteLimits;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Answers questions from SQLite's file, by connections that are opened for reading alone. What they
 * may use of memory is bounded: no value is longer than a quarter of a mebibyte, and what is sorted
 * lies in files beyond a few mebibytes.
 */
final class SqliteReader implements AskedInTurn.Reader {
    private static final int STEPS = 20_000;

    private static final Map<SQLiteLimits, Integer> LIMITS =
            Map.of(
                    SQLiteLimits.SQLITE_LIMIT_LENGTH, 1 << 18,
                    SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, 1 << 17,
                    SQLiteLimits.SQLITE_LIMIT_COLUMN, 500,
                    SQLiteLimits.SQLITE_LIMIT_EXPR_DEPTH, 200,
                    SQLiteLimits.SQLITE_LIMIT_COMPOUND_SELECT, 50,
                    SQLiteLimits.SQLITE_LIMIT_VDBE_OP, 100_000,
                    SQLiteLimits.SQLITE_LIMIT_FUNCTION_ARG, 100,
                    SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0,
                    SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000);

    private final String url;
    private final TableLimits limits;
    private final SqliteIdiom idiom = new SqliteIdiom();
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    SqliteReader(Path path, TableLimits limits) {
        url = "jdbc:sqlite:" + path.toUri();
        this.limits = limits;
    }

    private Connection connect() throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.enableLoadExtension(false);
        var connection = config.createConnection(url);
        try {
            DecimalOrder.addTo(connection);
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
                statement.execute("PRAGMA trusted_schema = OFF");
                statement.execute("PRAGMA temp_store = FILE");
                statement.execute("PRAGMA cache_size = -4096");
                statement.execute("PRAGMA threads = 0");
            }
            var limited = connection.unwrap(SQLiteConnection.class);
            for (var limit : LIMITS.entrySet()) {
                limited.setLimit(limit.getKey(), limit.getValue());
            }
            return connection;
        } catch (SQLException | RuntimeException | Error failed) {
            connection.close();
            throw failed;
        }
    }

    @Override
    public void read(String question, Result result) throws IOException {
        try {
            var connection = idle.poll();
            if (connection == null) {
                connection = connect();
            }
            read(question, result, connection);
            idle.push(connection);
        } catch (SQLException refused) {
            throw words(refused);
        }
    }

    private void read(String question, Result result, Connection connection)
            throws SQLException, IOException {
        long due = System.nanoTime() + limits.longest().toNanos();
        boolean whole = false;
        try {
            ProgressHandler.setHandler(
                    connection,
                    STEPS,
                    new ProgressHandler() {
                        @Override
                        protected int progress() {
                            return System.nanoTime() - due > result.outside() ? 1 : 0;
                        }
                    });
            try (var statement = connection.prepareStatement(question);
                    var rows = statement.executeQuery()) {
                new ResultColumns(rows.getMetaData(), this::value)
                        .readAll(rows, result, limits.longest());
            }
            whole = true;
        } finally {
            if (!whole) {
                connection.close();
            }
        }
    }

    /** A value of a table's column as it was meant, any other one as SQLite has it. */
    private @Nullable Object value(ResultSet rows, int index, String declared) throws SQLException {
        var value = rows.getObject(index);
        var type = SqliteIdiom.declaredAs(declared);
        return switch (value) {
            case null -> null;
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Double number when !Double.isFinite(number) -> number.toString();
            case Number number when type == ColumnType.BOOLEAN -> number.intValue() != 0;
            case String text when type == ColumnType.DECIMAL ->
                    idiom.value(rows, index, ColumnType.DECIMAL);
            case String text when type == ColumnType.JSON ->
                    idiom.value(rows, index, ColumnType.JSON);
            case String text when type == ColumnType.TIMESTAMP ->
                    idiom.value(rows, index, ColumnType.TIMESTAMP);
            default -> value;
        };
    }

    private static FailureException words(SQLException refused) {
        var code =
                refused instanceof SQLiteException detailed
                        ? SQLiteErrorCode.getErrorCode(detailed.getResultCode().code & 0xff)
                        : SQLiteErrorCode.SQLITE_ERROR;
        return switch (code) {
            case SQLITE_INTERRUPT ->
                    FailureException.rejected("late", "the question took the database too long");
            case SQLITE_TOOBIG ->
                    FailureException.rejected("too-large", "a value in it is too long");
            case SQLITE_READONLY, SQLITE_AUTH, SQLITE_PERM ->
                    FailureException.rejected("forbidden", "a question can read and nothing else");
            case SQLITE_ERROR, SQLITE_RANGE, SQLITE_MISMATCH ->
                    FailureException.rejected("invalid", reason(refused));
            case SQLITE_BUSY, SQLITE_LOCKED ->
                    FailureException.rejected("busy", "the database has too much to do");
            default -> FailureException.rejected("unavailable", "the database cannot be used now");
        };
    }

    /** What SQLite says, without the driver's frame around it. */
    private static String reason(SQLException refused) {
        var message = String.valueOf(refused.getMessage());
        int open = message.lastIndexOf('(');
        return message.startsWith("[SQLITE_") && open > 0 && message.endsWith(")")
                ? message.substring(open + 1, message.length() - 1)
                : message;
    }

    @Override
    public void close() {
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
            try {
                connection.close();
            } catch (SQLException lost) {
                throw new IllegalStateException("a connection for reading cannot close", lost);
            }
        }
    }
}
