package dev.usher.storage.database;

import dev.usher.FailureException;
import dev.usher.services.database.Column;
import dev.usher.services.database.Condition;
import dev.usher.services.database.Rows;
import dev.usher.services.database.Selection;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Does to tables what is asked, within a transaction that is another's. Every value is bound; every
 * name has been checked and stands in quotes.
 */
final class WorkingTables {
    /** The most tables of one database. */
    static final int MOST_TABLES = 1_000;

    private final Connection connection;
    private final Idiom idiom;
    private final Room room;

    /** On this connection, whose transaction has begun. */
    WorkingTables(Connection connection, Idiom idiom, Room room) {
        this.connection = connection;
        this.idiom = idiom;
        this.room = room;
    }

    void create(String table, List<Column> columns) throws SQLException, IOException {
        var tables = idiom.tables(connection);
        if (tables.contains(table)) {
            throw exists(table);
        }
        if (tables.size() >= MOST_TABLES) {
            throw FailureException.rejected(
                    "full", "there are " + MOST_TABLES + " tables, and no more may be");
        }
        room.check(connection);
        var definitions = new ArrayList<String>();
        definitions.add(idiom.id());
        for (var column : columns) {
            definitions.add(
                    quoted(column.name())
                            + " "
                            + idiom.type(column.type())
                            + (column.required() ? " NOT NULL" : "")
                            + (column.unique() ? " UNIQUE" : ""));
        }
        execute("CREATE TABLE " + quoted(table) + " (" + String.join(", ", definitions) + ")");
        room.checkAll(connection); // each unique column takes a page of its own, or two
    }

    static FailureException exists(String table) {
        return FailureException.rejected("exists", "there is a table " + table + " already");
    }

    void drop(String table) throws SQLException, IOException {
        describe(table);
        execute("DROP TABLE " + quoted(table));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> names() throws SQLException {
        return idiom.tables(connection);
    }

    List<Column> describe(String table) throws SQLException, IOException {
        var columns = idiom.columns(connection, table);
        if (columns.isEmpty()) {
            throw FailureException.rejected("unknown-table", "there is no table " + table);
        }
        return columns;
    }

    List<Long> insert(String table, List<Map<String, JsonNode>> rows)
            throws SQLException, IOException {
        var columns = describe(table);
        columns = columns.subList(1, columns.size());
        for (var row : rows) {
            check(row, table, columns);
        }
        room.check(connection);
        var names = columns.stream().map(column -> quoted(column.name())).toList();
        var marks = names.stream().map(name -> "?").toList();
        var sql =
                "INSERT INTO %s (%s) VALUES (%s) RETURNING id"
                        .formatted(
                                quoted(table), String.join(", ", names), String.join(", ", marks));
        var ids = new ArrayList<Long>(rows.size());
        try (var statement = connection.prepareStatement(sql)) {
            for (var row : rows) {
                for (int i = 0; i < columns.size(); i++) {
                    var column = columns.get(i);
                    bind(statement, i + 1, column, row.get(column.name()));
                }
                try (var inserted = statement.executeQuery()) {
                    inserted.next();
                    ids.add(inserted.getLong(1));
                }
            }
        }
        room.check(connection, ids.size());
        return ids;
    }

    /** Refuses what is no row of this table before anything is done. */
    private void check(Map<String, JsonNode> row, String table, List<Column> columns)
            throws FailureException {
        int known = 0;
        for (var column : columns) {
            var value = row.get(column.name());
            known += value == null ? 0 : 1;
            if (column.required() && (value == null || value.isNull())) {
                throw missing(column);
            }
            if (value != null) {
                column.value(value);
            }
        }
        if (known < row.size()) {
            for (var name : row.keySet()) {
                find(name, table, columns);
            }
        }
    }

    private static FailureException missing(Column column) {
        return FailureException.rejected("required", column.name() + " cannot be without a value");
    }

    private void bind(
            PreparedStatement statement, int index, Column column, @Nullable JsonNode value)
            throws SQLException, IOException {
        var bound = value == null ? null : column.value(value);
        idiom.bind(statement, index, column.type(), bound);
    }

    void fetch(Selection selection, Rows rows) throws SQLException, IOException {
        var all = describe(selection.table());
        var columns =
                selection.columns().isEmpty()
                        ? all
                        : find(selection.columns(), selection.table(), all);
        var filter = filter(selection.conditions(), selection.table(), all);
        var order = new ArrayList<String>();
        for (var key : selection.order()) {
            var column = find(key.column(), selection.table(), all);
            if (!column.type().isComparable()) {
                throw invalid(column.name() + " has no order: json is not compared");
            }
            order.add(
                    quoted(column.name())
                            + (key.descending() ? " DESC NULLS FIRST" : " ASC NULLS LAST"));
        }
        order.add("id");
        var names = columns.stream().map(column -> quoted(column.name()));
        var sql =
                "SELECT %s FROM %s%s ORDER BY %s LIMIT %d OFFSET %d"
                        .formatted(
                                names.collect(Collectors.joining(", ")),
                                quoted(selection.table()),
                                filter.sql(),
                                String.join(", ", order),
                                selection.limit(),
                                selection.offset());
        try (var statement = connection.prepareStatement(sql)) {
            filter.bind(statement, 1);
            statement.setFetchSize(Piece.FIRST);
            try (var found = statement.executeQuery()) {
                var piece = new Piece();
                while (found.next()) {
                    var row = row(found, columns);
                    piece.count(row, found);
                    rows.row(row);
                }
            }
        }
    }

    private Map<String, @Nullable Object> row(ResultSet found, List<Column> columns)
            throws SQLException {
        var row = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            row.put(column.name(), idiom.value(found, i + 1, column.type()));
        }
        return row;
    }

    long update(String table, List<Condition> conditions, Map<String, JsonNode> values)
            throws SQLException, IOException {
        var all = describe(table);
        var columns = find(List.copyOf(values.keySet()), table, all);
        for (var column : columns) {
            var value = values.get(column.name());
            if (column.required() && (value == null || value.isNull())) {
                throw missing(column);
            }
        }
        var filter = filter(conditions, table, all);
        room.check(connection);
        var changes = columns.stream().map(column -> quoted(column.name()) + " = ?");
        var sql =
                "UPDATE %s SET %s%s"
                        .formatted(
                                quoted(table),
                                changes.collect(Collectors.joining(", ")),
                                filter.sql());
        try (var statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (var column : columns) {
                bind(statement, index++, column, values.get(column.name()));
            }
            filter.bind(statement, index);
            long changed = statement.executeUpdate();
            room.check(connection, changed);
            return changed;
        }
    }

    long delete(String table, List<Condition> conditions) throws SQLException, IOException {
        var filter = filter(conditions, table, describe(table));
        try (var statement =
                connection.prepareStatement("DELETE FROM " + quoted(table) + filter.sql())) {
            filter.bind(statement, 1);
            return statement.executeUpdate();
        }
    }

    private Where filter(List<Condition> conditions, String table, List<Column> columns)
            throws IOException {
        var where = new Where(idiom);
        for (var condition : conditions) {
            where.add(condition, find(condition.column(), table, columns));
        }
        return where;
    }

    private static List<Column> find(List<String> names, String table, List<Column> columns)
            throws FailureException {
        var found = new ArrayList<Column>();
        for (var name : names) {
            found.add(find(name, table, columns));
        }
        return found;
    }

    private static Column find(String name, String table, List<Column> columns)
            throws FailureException {
        for (var column : columns) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        throw FailureException.rejected("unknown-column", table + " has no column " + name);
    }

    static FailureException invalid(String why) {
        return FailureException.rejected("invalid", why);
    }

    /** A name that has been checked; in quotes, since it may be a word of SQL. */
    static String quoted(String name) {
        return '"' + name + '"';
    }
}
