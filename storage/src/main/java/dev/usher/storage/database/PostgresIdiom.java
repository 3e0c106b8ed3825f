package dev.usher.storage.database;

import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

import tools.jackson.databind.util.RawValue;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** PostgreSQL. */
final class PostgresIdiom implements Idiom {
    /** How long a work waits for the rows that another transaction has changed. */
    private static final int LOCK_MILLIS = 2_000;

    /** What the driver says of rows that are too long to be held together. */
    static final String TOO_MUCH_AT_ONCE = "08S01";

    /** In whatever language the server speaks: {@code (sid)=(1)}. */
    private static final Pattern KEY = Pattern.compile("\\(\"?([a-z][a-z0-9_]*)\"?\\)=");

    @Override
    public void beginWriting(Connection connection) throws SQLException {
        execute(connection, "SET LOCAL lock_timeout = " + LOCK_MILLIS);
    }

    @Override
    public void beginTransaction(Connection connection, Duration longest) throws SQLException {
        execute(connection, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
        execute(connection, "SET LOCAL statement_timeout = " + longest.toMillis());
        beginWriting(connection);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public String id() {
        return "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
    }

    @Override
    public String type(ColumnType type) {
        return switch (type) {
            case TEXT -> "text COLLATE \"C\"";
            case INTEGER -> "bigint";
            case DECIMAL -> "numeric";
            case REAL -> "double precision";
            case BOOLEAN -> "boolean";
            case TIMESTAMP -> "timestamp with time zone";
            case JSON -> "json"; // which keeps it as it is written
        };
    }

    /** The type of a column of this type of the server's, or {@code null} if clients have none. */
    static @Nullable ColumnType named(String type) {
        return switch (type) {
            case "text" -> ColumnType.TEXT;
            case "int8", "bigserial" -> ColumnType.INTEGER;
            case "numeric" -> ColumnType.DECIMAL;
            case "float8" -> ColumnType.REAL;
            case "bool" -> ColumnType.BOOLEAN;
            case "timestamptz" -> ColumnType.TIMESTAMP;
            case "json" -> ColumnType.JSON;
            default -> null;
        };
    }

    @Override
    public String tableNames() {
        return "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace"
                + " = (SELECT oid FROM pg_namespace WHERE nspname ="
                + " current_schema()) ORDER BY relname COLLATE \"C\"";
    }

    @Override
    public List<Column> columns(Connection connection, String table) throws SQLException {
        var columns = new ArrayList<Column>();
        try (var statement =
                connection.prepareStatement(
                        """
                        SELECT a.attname, t.typname, a.attnotnull, EXISTS (
                            SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid
                                AND i.indisunique AND i.indnatts = 1 AND i.indkey[0] = a.attnum)
                        FROM pg_attribute a
                        JOIN pg_type t ON t.oid = a.atttypid
                        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
                        JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = current_schema() AND c.relname = ?
                            AND a.attnum > 0 AND NOT a.attisdropped
                        ORDER BY a.attnum
                        """)) {
            statement.setString(1, table);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var name = rows.getString(1);
                    var type = named(rows.getString(2));
                    if (type != null) {
                        columns.add(
                                name.equals(Column.ID.name())
                                        ? Column.ID
                                        : new Column(
                                                name,
                                                type,
                                                rows.getBoolean(3),
                                                rows.getBoolean(4)));
                    }
                }
            }
        }
        return columns;
    }

    /** Waits for nobody: of a table that another one is changing as a whole, it guesses. */
    @Override
    public List<Extent> extents(Connection connection) throws SQLException {
        var extents = new ArrayList<Extent>();
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                SELECT oid, coalesce(CASE WHEN in_use
                                        THEN relpages * current_setting('block_size')::bigint
                                        ELSE pg_total_relation_size(oid) END, 0), in_use, unseen
                                FROM (SELECT oid, relpages,
                                        oid IN (SELECT relation FROM pg_locks
                                            WHERE locktype = 'relation'
                                                AND mode = 'AccessExclusiveLock'
                                                AND pid <> pg_backend_pid()
                                                AND database = (SELECT oid FROM pg_database
                                                    WHERE datname = current_database())) AS in_use,
                                        coalesce(xmin = pg_current_xact_id_if_assigned()::xid,
                                            false) AS unseen
                                    FROM pg_class
                                    WHERE relkind = 'r' AND relnamespace = (
                                        SELECT oid FROM pg_namespace
                                        WHERE nspname = current_schema())) AS tables
                                """)) {
            while (rows.next()) {
                extents.add(
                        new Extent(
                                rows.getLong(1),
                                rows.getLong(2),
                                rows.getBoolean(3),
                                rows.getBoolean(4)));
            }
        }
        return extents;
    }

    @Override
    public void bind(
            PreparedStatement statement, int index, ColumnType type, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, sqlType(type));
            case Long number -> statement.setLong(index, number);
            case Double number -> statement.setDouble(index, number);
            case Boolean truth -> statement.setBoolean(index, truth);
            case BigDecimal number -> statement.setBigDecimal(index, number);
            case Instant moment ->
                    statement.setObject(index, OffsetDateTime.ofInstant(moment, ZoneOffset.UTC));
            default ->
                    statement.setObject(
                            index,
                            value.toString(),
                            type == ColumnType.JSON ? Types.OTHER : Types.VARCHAR);
        }
    }

    private static int sqlType(ColumnType type) {
        return switch (type) {
            case TEXT -> Types.VARCHAR;
            case INTEGER -> Types.BIGINT;
            case DECIMAL -> Types.NUMERIC;
            case REAL -> Types.DOUBLE;
            case BOOLEAN -> Types.BOOLEAN;
            case TIMESTAMP -> Types.TIMESTAMP_WITH_TIMEZONE;
            case JSON -> Types.OTHER;
        };
    }

    @Override
    public @Nullable Object value(ResultSet rows, int index, ColumnType type) throws SQLException {
        Object value =
                switch (type) {
                    case TEXT, JSON -> rows.getString(index);
                    case INTEGER -> rows.getLong(index);
                    case DECIMAL -> rows.getBigDecimal(index);
                    case REAL -> rows.getDouble(index);
                    case BOOLEAN -> rows.getBoolean(index);
                    case TIMESTAMP -> rows.getObject(index, OffsetDateTime.class);
                };
        if (value == null || rows.wasNull()) {
            return null;
        }
        return switch (value) {
            case OffsetDateTime moment -> moment.toInstant();
            case String text when type == ColumnType.JSON -> new RawValue(text);
            default -> value;
        };
    }

    @Override
    public Refusal refusal(SQLException error) {
        return switch (String.valueOf(error.getSQLState())) {
            case "23505" -> new Refusal.Duplicate(column(error));
            case "42P07", "42710" -> new Refusal.Exists();
            case "40001", "40P01", "55P03" -> new Refusal.Conflict();
            case "42P01", "42703", "XX000" -> new Refusal.Changed();
            case TOO_MUCH_AT_ONCE -> new Refusal.TooLarge();
            default -> new Refusal.Other();
        };
    }

    private static String column(SQLException error) {
        if (error instanceof PSQLException detailed && detailed.getServerErrorMessage() != null) {
            var key = KEY.matcher(String.valueOf(detailed.getServerErrorMessage().getDetail()));
            return key.find() ? key.group(1) : "";
        }
        return "";
    }
}
