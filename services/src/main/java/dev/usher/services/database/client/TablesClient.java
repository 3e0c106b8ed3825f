package dev.usher.services.database.client;

import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A connection to a database service.
 *
 * <pre>{@code
 * try (var client = TablesClient.connect(new InetSocketAddress("127.0.0.1", 12006), patience)) {
 *     client.create("students", "name:text sid:integer:unique");
 *     client.insert("students", rows);
 *     client.fetch(Map.of("table", "students"), row -> System.out.println(row));
 * }
 * }</pre>
 *
 * <p>Every method throws a {@link TablesException} if the server says no, and another {@link
 * IOException} if the connection is gone or silent for too long: then what was asked has been done,
 * or not. Rows of any number pass one by one; who takes them slowly holds them up. For one thread.
 */
public final class TablesClient implements AutoCloseable {

    /** Takes rows. */
    @FunctionalInterface
    public interface Rows {
        /**
         * Takes a row.
         *
         * @throws IOException to take no more; the connection cannot be used afterwards
         */
        void row(JsonNode row) throws IOException;
    }

    private final Calls calls;

    private TablesClient(Calls calls) {
        this.calls = calls;
    }

    /**
     * Connects.
     *
     * @param patience how long to wait for the connection, and for each piece of an answer
     * @throws IOException if nobody answers there
     */
    public static TablesClient connect(InetSocketAddress server, Duration patience)
            throws IOException {
        return new TablesClient(new Calls(server, patience));
    }

    /**
     * Makes a table.
     *
     * @param columns as people write them: {@code name:text:required sid:integer:unique}
     */
    public void create(String table, String columns) throws IOException {
        calls.value("create", Map.of("table", table, "columns", columns));
    }

    /** Deletes a table with its rows. */
    public void drop(String table) throws IOException {
        calls.value("drop", Map.of("table", table));
    }

    /** The names of all tables, sorted. */
    public List<String> tables() throws IOException {
        return calls.value("tables", Map.of()).valueStream().map(JsonNode::asString).toList();
    }

    /** The columns of a table. */
    public List<Column> describe(String table) throws IOException {
        var columns = new ArrayList<Column>();
        for (var column : calls.value("describe", Map.of("table", table))) {
            columns.add(
                    new Column(
                            column.path("column").asString(),
                            ColumnType.valueOf(
                                    column.path("type").asString().toUpperCase(Locale.ROOT)),
                            column.path("required").asBoolean(),
                            column.path("unique").asBoolean()));
        }
        return columns;
    }

    /**
     * Adds rows, all of them or none.
     *
     * @param rows an object, or an array of objects
     * @return their ids
     */
    public List<Long> insert(String table, JsonNode rows) throws IOException {
        var ids = calls.value("insert", Map.of("table", table, "rows", rows));
        return ids.isArray()
                ? ids.valueStream().map(JsonNode::longValue).toList()
                : List.of(ids.longValue());
    }

    /**
     * Changes the rows that fit.
     *
     * @return how many they were
     */
    public long update(String table, JsonNode filter, JsonNode values) throws IOException {
        return calls.value("update", Map.of("table", table, "filter", filter, "values", values))
                .longValue();
    }

    /**
     * Deletes the rows that fit.
     *
     * @return how many they were
     */
    public long delete(String table, JsonNode filter) throws IOException {
        return calls.value("delete", Map.of("table", table, "filter", filter)).longValue();
    }

    /**
     * Finds rows.
     *
     * @param parameters {@code table}, and what else there is to say: {@code filter}, {@code
     *     columns}, {@code order}, {@code limit}, {@code offset}, {@code after}
     */
    public void fetch(Map<String, ?> parameters, Rows rows) throws IOException {
        calls.list("fetch", parameters, rows);
    }

    /** Asks in SQL. */
    public void query(String sql, Rows rows) throws IOException {
        calls.list("query", Map.of("sql", sql), rows);
    }

    /** Begins a transaction. */
    public void begin() throws IOException {
        calls.value("begin", Map.of());
    }

    /** Keeps what was done since it began. */
    public void commit() throws IOException {
        calls.value("commit", Map.of());
    }

    /** Undoes what was done since it began. */
    public void rollback() throws IOException {
        calls.value("rollback", Map.of());
    }

    /** Closes the connection; a transaction that is open is rolled back. */
    @Override
    public void close() throws IOException {
        calls.close();
    }
}
