package dev.usher.services.database.client;

import dev.usher.client.CallException;
import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What can be asked of tables, in a {@linkplain TablesTransaction transaction} or {@linkplain
 * TablesClient without}.
 *
 * <p>Every method throws a {@link TablesException} if the server says no, and a {@link
 * dev.usher.client.CallException} if there is no answer, which knows whether it may have been done;
 * interrupted, a {@link java.io.InterruptedIOException}.
 */
public abstract sealed class TableCalls permits TablesClient, TablesTransaction {

    /** Takes rows, one after another; on a thread of the connection, while the caller waits. */
    @FunctionalInterface
    public interface Rows {
        /**
         * Takes a row.
         *
         * @throws IOException to take no more, which is what the caller then throws
         */
        void row(JsonNode row) throws IOException;
    }

    /** Only those of this package. */
    TableCalls() {}

    /** Has a request answered as a whole. */
    abstract JsonNode ask(Request request) throws CallException, InterruptedException;

    /**
     * Has a request for rows answered, which go where it says.
     *
     * @throws IOException why not; or what is thrown by who takes them
     */
    abstract void askForRows(String method, Map<String, ?> parameters, Rows rows)
            throws IOException, InterruptedException;

    /** Asks for one value. */
    final JsonNode value(String method, Map<String, ?> parameters) throws IOException {
        return told(() -> ask(Request.of(method, parameters, null)).path("result"));
    }

    /** Asks for rows, however many. */
    final void list(String method, Map<String, ?> parameters, Rows rows) throws IOException {
        told(() -> {
            askForRows(method, parameters, rows);
            return rows;
        });
    }

    /** Something that is asked. */
    interface Asking<T> {
        T ask() throws IOException, InterruptedException;
    }

    /** What comes of it; what fails is told as the methods here promise. */
    static <T> T told(Asking<T> asking) throws IOException {
        try {
            return asking.ask();
        } catch (CallException.Rejected no) {
            throw new TablesException(no);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /**
     * Makes a table.
     *
     * @param columns as people write them: {@code name:text:required sid:integer:unique}
     */
    public void create(String table, String columns) throws IOException {
        value("create", Map.of("table", table, "columns", columns));
    }

    /** Deletes a table with its rows. */
    public void drop(String table) throws IOException {
        value("drop", Map.of("table", table));
    }

    /** The names of all tables, sorted. */
    public List<String> tables() throws IOException {
        return value("tables", Map.of()).valueStream().map(JsonNode::asString).toList();
    }

    /** The columns of a table. */
    public List<Column> describe(String table) throws IOException {
        var columns = new ArrayList<Column>();
        for (var column : value("describe", Map.of("table", table))) {
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
        var ids = value("insert", Map.of("table", table, "rows", rows));
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
        return value("update", Map.of("table", table, "filter", filter, "values", values))
                .longValue();
    }

    /**
     * Deletes the rows that fit.
     *
     * @return how many they were
     */
    public long delete(String table, JsonNode filter) throws IOException {
        return value("delete", Map.of("table", table, "filter", filter)).longValue();
    }

    /**
     * Finds rows.
     *
     * @param parameters {@code table}, and what else there is to say: {@code filter}, {@code
     *     columns}, {@code order}, {@code limit}, {@code offset}, {@code after}
     */
    public void fetch(Map<String, ?> parameters, Rows rows) throws IOException {
        list("fetch", parameters, rows);
    }
}
