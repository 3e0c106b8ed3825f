package dev.usher.storage.database;

import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;
import dev.usher.storage.DecimalOrder;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import tools.jackson.databind.util.RawValue;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * SQLite. It has fewer types than clients have, so tables are not STRICT: the type that a column is
 * declared with says what the client meant, and the ending of that name makes SQLite keep the value
 * as it is given. All values are checked before they come here.
 */
final class SqliteIdiom implements Idiom {
    private static final Map<String, ColumnType> TYPES = new HashMap<>();

    static {
        for (var type : ColumnType.values()) {
            TYPES.put(declared(type), type);
        }
    }

    /** Sorts as the moments do, and is what SQLite's own functions of time understand. */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final Pattern BROKEN_UNIQUE =
            Pattern.compile("UNIQUE constraint failed: \\w+\\.(\\w+)");

    /** The name that a column of this type is declared with. */
    private static String declared(ColumnType type) {
        return switch (type) {
            case TEXT -> "TEXT";
            case INTEGER -> "INTEGER";
            case REAL -> "REAL";
            case BOOLEAN -> "BOOLEAN";
            case DECIMAL -> "DECIMAL_TEXT";
            case TIMESTAMP -> "TIMESTAMP_TEXT";
            case JSON -> "JSON_TEXT";
        };
    }

    /** The type of a column that is declared so, or {@code null} if clients have no such type. */
    static @Nullable ColumnType declaredAs(String name) {
        return TYPES.get(name);
    }

    @Override
    public void beginWriting(Connection connection) {
        // One writes at a time.
    }

    @Override
    public void beginTransaction(Connection connection, Duration longest) {
        // The same.
    }

    @Override
    public String id() {
        return "id INTEGER PRIMARY KEY AUTOINCREMENT"; // which gives no number twice
    }

    @Override
    public String type(ColumnType type) {
        return type == ColumnType.DECIMAL
                ? declared(type) + " COLLATE " + DecimalOrder.NAME
                : declared(type);
    }

    @Override
    public String tableNames() {
        return "SELECT name FROM sqlite_schema WHERE type = 'table'"
                + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                + " ORDER BY name";
    }

    @Override
    public List<Column> columns(Connection connection, String table) throws SQLException {
        var unique = unique(connection, table);
        var columns = new ArrayList<Column>();
        try (var statement =
                connection.prepareStatement(
                        "SELECT name, type, \"notnull\" FROM pragma_table_info(?)")) {
            statement.setString(1, table);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var name = rows.getString(1);
                    var type = declaredAs(rows.getString(2));
                    if (type != null) {
                        columns.add(
                                name.equals(Column.ID.name())
                                        ? Column.ID
                                        : new Column(
                                                name,
                                                type,
                                                rows.getBoolean(3),
                                                unique.contains(name)));
                    }
                }
            }
        }
        return columns;
    }

    private static Set<String> unique(Connection connection, String table) throws SQLException {
        var unique = new HashSet<String>();
        try (var statement =
                connection.prepareStatement(
                        "SELECT c.name FROM pragma_index_list(?) AS l, pragma_index_info(l.name)"
                                + " AS c WHERE l.\"unique\"")) {
            statement.setString(1, table);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    unique.add(rows.getString(1));
                }
            }
        }
        return unique;
    }

    @Override
    public List<Extent> extents(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT (page_count - freelist_count) * page_size FROM"
                                        + " pragma_page_count, pragma_freelist_count,"
                                        + " pragma_page_size")) {
            rows.next();
            return List.of(new Extent(0, rows.getLong(1), false, false));
        }
    }

    @Override
    public void bind(
            PreparedStatement statement, int index, ColumnType type, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.NULL);
            case Long number -> statement.setLong(index, number);
            case Double number -> statement.setDouble(index, number);
            case Boolean truth -> statement.setInt(index, truth ? 1 : 0);
            case BigDecimal number -> statement.setString(index, number.toPlainString());
            case Instant moment -> statement.setString(index, MOMENT.format(moment));
            default -> statement.setString(index, value.toString());
        }
    }

    @Override
    public @Nullable Object value(ResultSet rows, int index, ColumnType type) throws SQLException {
        Object value =
                switch (type) {
                    case INTEGER -> rows.getLong(index);
                    case REAL -> rows.getDouble(index);
                    case BOOLEAN -> rows.getInt(index) != 0;
                    default -> rows.getString(index);
                };
        if (value == null || rows.wasNull()) {
            return null;
        }
        return switch (type) {
            case DECIMAL -> new BigDecimal(value.toString());
            case TIMESTAMP -> Instant.parse(value.toString());
            case JSON -> new RawValue(value.toString());
            default -> value;
        };
    }

    @Override
    public Refusal refusal(SQLException error) {
        if (!(error instanceof SQLiteException detailed)) {
            return new Refusal.Other();
        }
        if (detailed.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
            var column = BROKEN_UNIQUE.matcher(String.valueOf(error.getMessage()));
            return new Refusal.Duplicate(column.find() ? column.group(1) : "");
        }
        return new Refusal.Other();
    }
}
