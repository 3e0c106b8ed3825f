package dev.usher.commands;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What a service answers to a command: a value with two forms, text and JSON. Immutable if the
 * value is.
 *
 * <p>Numbers are exact and plain in both: 42 and not 42.0, and no exponent within 10,000 digits.
 */
public final class Reply {
    private static final Reply OK = new Reply("OK", true);
    private static final Reply NONE = new Reply(null, null);

    private final @Nullable String text;
    private final @Nullable Object value;

    private Reply(@Nullable String text, @Nullable Object value) {
        this.text = text;
        this.value = value;
    }

    /**
     * A value, the same in both forms: a string as it is, everything else as compact JSON.
     *
     * @param value a string, a number, a boolean, a list, a map, a record, or a node of a JSON
     *     tree. A record must be public in an exported package, or in one that is opened to {@code
     *     tools.jackson.databind}
     */
    public static Reply of(Object value) {
        return new Reply(null, value);
    }

    /** A value that reads differently in text: {@code OK client 60644} for the number 60644. */
    public static Reply line(String text, Object value) {
        return new Reply(text, value);
    }

    /** {@code OK} in text, {@code true} in JSON: it is done, and there is nothing else to say. */
    public static Reply ok() {
        return OK;
    }

    /** No line at all in text; {@code null} in JSON, where every request is answered. */
    public static Reply none() {
        return NONE;
    }

    /** The line of text, not yet escaped; {@code null} for none. */
    @Nullable String text() {
        if (text != null || value == null) {
            return text;
        }
        if (value instanceof String string) {
            return string;
        }
        var json = json();
        // A date, for example, is a string in JSON.
        return json.startsWith("\"") ? Json.tree(Json.parser(json)).stringValue() : json;
    }

    /** The JSON. */
    String json() {
        return switch (value) {
            case null -> "null";
            case BigDecimal number -> Decimals.plain(number);
            default -> Json.write(value);
        };
    }
}
