package dev.usher.storage;

import org.jspecify.annotations.Nullable;
import org.sqlite.Collation;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The order of decimal numbers, for columns of SQLite's that are declared {@code COLLATE decimal}
 * and hold them as text: SQLite has no exact decimals of its own. Every connection knows it.
 */
public final class DecimalOrder extends Collation {
    /** What it is called in SQL. */
    public static final String NAME = "decimal";

    private DecimalOrder() {}

    /** Makes it known to a connection of SQLite's. */
    public static void addTo(Connection connection) throws SQLException {
        Collation.create(connection, NAME, new DecimalOrder());
    }

    /**
     * Never throws: what is no number stands behind the numbers, in the order of its characters.
     */
    @Override
    protected int xCompare(String one, String other) {
        var left = number(one);
        var right = number(other);
        if (left != null && right != null) {
            return left.compareTo(right);
        }
        return left == null && right == null
                ? one.compareTo(other)
                : Boolean.compare(left == null, right == null);
    }

    private static @Nullable BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException none) {
            return null;
        }
    }
}
