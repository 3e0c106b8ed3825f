package dev.usher.storage.database;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

/** The columns of an answer to a question: what they are called, and of which types they are. */
final class ResultColumns {

    /** Reads a value. */
    @FunctionalInterface
    interface Value {
        /**
         * The value of the current row.
         *
         * @param type what the database calls the type of the column
         */
        @Nullable Object of(ResultSet rows, int index, String type) throws SQLException;
    }

    private final Value value;
    private final List<String> names = new ArrayList<>();
    private final List<String> types = new ArrayList<>();

    /**
     * Those of this answer.
     *
     * @throws FailureException rejected as {@code invalid}, if two have the same name
     */
    ResultColumns(ResultSetMetaData columns, Value value) throws SQLException, FailureException {
        this.value = value;
        var taken = new HashSet<String>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            var name = columns.getColumnLabel(i);
            if (!taken.add(name)) {
                throw FailureException.rejected(
                        "invalid", "two columns are called " + name + ": name one with AS");
            }
            names.add(name);
            types.add(columns.getColumnTypeName(i));
        }
    }

    /**
     * Hands all rows on.
     *
     * @param longest how long finding them may take once there is the first one
     */
    void readAll(ResultSet rows, Result result, Duration longest) throws SQLException, IOException {
        long due = System.nanoTime() + longest.toNanos();
        while (rows.next()) {
            if (System.nanoTime() - due > result.outside()) {
                throw FailureException.rejected("late", "the question took the database too long");
            }
            var row = new LinkedHashMap<String, @Nullable Object>();
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), value.of(rows, i + 1, types.get(i)));
            }
            result.row(row);
        }
    }
}
