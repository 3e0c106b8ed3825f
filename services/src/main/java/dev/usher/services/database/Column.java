package dev.usher.services.database;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * A column of a table.
 *
 * @param name its name: small letters, digits and underscores, a letter first, at most 63
 * @param type what it holds
 * @param required whether every row has a value in it
 * @param unique whether no two rows have the same value in it
 */
public record Column(String name, ColumnType type, boolean required, boolean unique) {
    /** The column that every table has: the number of the row, given by the database. */
    public static final Column ID = new Column("id", ColumnType.INTEGER, true, true);

    /** The most columns of a table, {@link #ID} not counted. */
    static final int MOST = 200;

    /** The most bytes, in UTF-8, of a text that is unique: an index of PostgreSQL's has no more. */
    private static final int MOST_BYTES_OF_UNIQUE = 2_600;

    /**
     * Checks the name, and that what is unique can be compared.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public Column {
        Identifier.column(name);
        if (unique && !type.isComparable()) {
            throw new IllegalArgumentException(name + " cannot be unique: json is not compared");
        }
    }

    /**
     * The value that this JSON stands for in this column, or {@code null} if it stands for none.
     *
     * @throws FailureException rejected as {@code invalid}, if it cannot be kept in it
     */
    public @Nullable Object value(JsonNode json) throws FailureException {
        var value = type.value(name, json);
        if (unique && value instanceof String text && bytes(text) > MOST_BYTES_OF_UNIQUE) {
            throw FailureException.rejected(
                    "invalid",
                    "%s has more than %d bytes, which what is unique must not"
                            .formatted(name, MOST_BYTES_OF_UNIQUE));
        }
        return value;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Reads the columns of a table: {@code name:text:required sid:integer:unique}, with blanks or
     * commas between them.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static List<Column> list(String text) {
        var columns = new ArrayList<Column>();
        var names = new HashSet<>(List.of(ID.name()));
        for (var word : text.strip().split("[\\s,]+", MOST + 2)) {
            var column = of(word);
            if (!names.add(column.name())) {
                throw new IllegalArgumentException(
                        column.name().equals(ID.name())
                                ? "every table has an id: it need not be said"
                                : "two columns are called " + column.name());
            }
            columns.add(column);
        }
        if (columns.size() > MOST) {
            throw new IllegalArgumentException("a table has at most " + MOST + " columns");
        }
        return List.copyOf(columns);
    }

    private static Column of(String word) {
        var parts = List.of(word.split(":", -1));
        boolean required = false;
        boolean unique = false;
        if (parts.size() < 2) {
            throw new IllegalArgumentException(
                    "'%s' is no column: NAME:TYPE, and perhaps :required or :unique"
                            .formatted(word));
        }
        for (var flag : parts.subList(2, parts.size())) {
            switch (flag) {
                case "required" -> required = true;
                case "unique" -> unique = true;
                default ->
                        throw new IllegalArgumentException(
                                "'%s' is said of %s; a column may be required and unique"
                                        .formatted(flag, parts.getFirst()));
            }
        }
        return new Column(parts.getFirst(), type(parts.get(1)), required, unique);
    }

    private static ColumnType type(String label) {
        for (var type : ColumnType.values()) {
            if (type.label().equals(label)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "there is no type '%s'; there is %s"
                        .formatted(
                                label,
                                String.join(
                                        ", ",
                                        Arrays.stream(ColumnType.values())
                                                .map(ColumnType::label)
                                                .toList())));
    }

    /** As it is written: {@code sid:integer:required:unique}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s:%s", name, type.label())
                + (required ? ":required" : "")
                + (unique ? ":unique" : "");
    }
}
