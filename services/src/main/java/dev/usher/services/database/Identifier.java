package dev.usher.services.database;

import java.util.Set;
import java.util.regex.Pattern;

/** The names of tables and columns. They mean the same in every database, quoted or not. */
final class Identifier {
    /** Characters of the longest one: PostgreSQL cuts off what is behind. */
    static final int LONGEST = 63;

    private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9_]*");

    /** Names that some database has for each of its rows. */
    private static final Set<String> OF_ROWS =
            Set.of("rowid", "oid", "tableoid", "ctid", "xmin", "xmax", "cmin", "cmax");

    private Identifier() {}

    /**
     * Checks the name of a table.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static String table(String name) {
        check("table", name);
        if (name.startsWith("sqlite_") || name.startsWith("pg_") || name.startsWith("pragma_")) {
            throw new IllegalArgumentException(
                    "the table's name begins like those of the database itself: " + name);
        }
        return name;
    }

    /**
     * Checks the name of a column.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static String column(String name) {
        check("column", name);
        if (OF_ROWS.contains(name)) {
            throw new IllegalArgumentException(
                    "a column cannot be called " + name + ", as the database's own is");
        }
        return name;
    }

    private static void check(String what, String name) {
        if (name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a " + what + "'s name has more than " + LONGEST + " characters");
        }
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no name of a %s: small letters, digits and _, a letter first"
                            .formatted(name, what));
        }
    }
}
