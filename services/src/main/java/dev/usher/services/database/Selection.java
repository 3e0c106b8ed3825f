package dev.usher.services.database;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of a table are wanted, and how.
 *
 * @param table the table
 * @param conditions what they must be like; all of these hold
 * @param columns which columns are wanted; empty for all
 * @param order by what they are sorted; where that leaves them equal, and at the end, by their id
 * @param limit how many at most
 * @param offset how many are left out before the first
 */
public record Selection(
        String table,
        List<Condition> conditions,
        List<String> columns,
        List<Key> order,
        long limit,
        long offset) {

    /** The most rows of one answer. */
    public static final long MOST_ROWS = 1_000_000;

    /** How many there are unless more are asked for. */
    static final long USUAL_ROWS = 1_000;

    /**
     * What rows are sorted by.
     *
     * @param column the column; null comes behind every value
     * @param descending whether it is turned round
     */
    public record Key(String column, boolean descending) {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException saying what is wrong
         */
        public Key {
            Identifier.column(column);
        }
    }

    /**
     * Checks names and numbers.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public Selection {
        Identifier.table(table);
        columns.forEach(Identifier::column);
        conditions = List.copyOf(conditions);
        columns = List.copyOf(columns);
        order = List.copyOf(order);
        if (limit < 1 || limit > MOST_ROWS) {
            throw new IllegalArgumentException("limit is " + limit + "; allowed is 1 to 1000000");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("offset is " + offset + "; allowed is 0 and more");
        }
        if (columns.stream().distinct().count() < columns.size()) {
            throw new IllegalArgumentException("a column is named twice");
        }
    }

    /** Reads names with commas between them. */
    static List<String> names(String text) {
        return List.of(text.split(",", -1));
    }

    /** Reads the names of columns with commas between them, and a minus before those turned. */
    static List<Key> keys(String text) {
        var keys = new ArrayList<Key>();
        for (var name : names(text)) {
            boolean descending = name.startsWith("-");
            keys.add(new Key(descending ? name.substring(1) : name, descending));
        }
        return keys;
    }
}
