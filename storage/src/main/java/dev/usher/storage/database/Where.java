package dev.usher.storage.database;

import dev.usher.services.database.Column;
import dev.usher.services.database.Condition;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Conditions as SQL, and the values that are bound to it. */
final class Where {
    private record Value(Column column, Object value) {}

    private final Idiom idiom;
    private final List<String> parts = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();

    Where(Idiom idiom) {
        this.idiom = idiom;
    }

    /** Adds a condition on this column. */
    void add(Condition condition, Column column) throws IOException {
        var bound = new ArrayList<Object>();
        for (var json : condition.values()) {
            var value = column.type().value(column.name(), json);
            if (value != null) {
                bound.add(value);
            }
        }
        boolean isNull = bound.isEmpty() && !condition.values().isEmpty();
        if (!column.type().isComparable() && !isNull) {
            throw WorkingTables.invalid(
                    column.name() + " is compared with null alone: json is not compared");
        }
        parts.add(sql(condition.comparison(), WorkingTables.quoted(column.name()), bound, isNull));
        bound.forEach(value -> values.add(new Value(column, value)));
    }

    private static String sql(
            Condition.Comparison comparison, String name, List<Object> bound, boolean isNull) {
        return switch (comparison) {
            case EQUAL -> name + (isNull ? " IS NULL" : " = ?");
            case DIFFERENT -> name + (isNull ? " IS NOT NULL" : " IS DISTINCT FROM ?");
            case LESS, AT_MOST, MORE, AT_LEAST -> name + " " + comparison.sign() + " ?";
            case ONE_OF ->
                    bound.isEmpty()
                            ? "FALSE"
                            : name
                                    + " IN ("
                                    + String.join(", ", bound.stream().map(value -> "?").toList())
                                    + ")";
        };
    }

    /** What follows the name of the table; empty without conditions. */
    String sql() {
        return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
    }

    /** Binds the values, from this parameter on. */
    void bind(PreparedStatement statement, int first) throws SQLException {
        int index = first;
        for (var value : values) {
            idiom.bind(statement, index++, value.column().type(), value.value());
        }
    }
}
