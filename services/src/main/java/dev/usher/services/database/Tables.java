package dev.usher.services.database;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Tables and what can be done with them. Every method does all that it is asked or nothing, and
 * what it has done is kept when it returns; in a {@link Transaction}, when that is committed.
 *
 * <p>All of them throw a {@link dev.usher.FailureException} {@linkplain
 * dev.usher.FailureException#rejected rejected} with one of these codes: {@code unknown-table},
 * {@code unknown-column}, {@code invalid} (a value that is not of the column's type), {@code
 * required}, {@code duplicate}, {@code conflict} (with another transaction), {@code full} (there is
 * no room for more; what is deleted makes room), {@code busy}, {@code late}, {@code unavailable},
 * {@code uncertain}.
 */
public interface Tables {

    /**
     * Makes a table.
     *
     * @throws dev.usher.FailureException rejected as {@code exists}, if there is one; as {@code
     *     full}, if there are as many as may be
     */
    void create(String table, List<Column> columns) throws IOException;

    /** Deletes a table with its rows. */
    void drop(String table) throws IOException;

    /** The names of all tables, sorted. */
    List<String> names() throws IOException;

    /** The columns of a table, {@link Column#ID} first. */
    List<Column> describe(String table) throws IOException;

    /**
     * Adds rows, all of them or none.
     *
     * @param rows values by the names of their columns; a column that is left out has none
     * @return their ids, in their order
     */
    List<Long> insert(String table, List<Map<String, JsonNode>> rows) throws IOException;

    /** Finds rows. */
    void fetch(Selection selection, Rows rows) throws IOException;

    /**
     * Changes all rows that fulfil these conditions.
     *
     * @return how many they were
     */
    long update(String table, List<Condition> conditions, Map<String, JsonNode> values)
            throws IOException;

    /**
     * Deletes all rows that fulfil these conditions.
     *
     * @return how many they were
     */
    long delete(String table, List<Condition> conditions) throws IOException;
}
