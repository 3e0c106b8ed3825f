package dev.usher.commands;

import dev.usher.Output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Consumer;

/**
 * What a service answers to a command: a value with two forms, text and JSON. Immutable if the
 * value is.
 *
 * <p>Numbers are exact and plain in both: 42 and not 42.0, and no exponent within 10,000 digits.
 */
public final class Reply {
    private static final Reply OK = new Reply("OK", true, null, null);
    private static final Reply NONE = new Reply(null, null, null, null);

    /** Raw bytes behind the line of an answer. How many there are, the line has said. */
    @FunctionalInterface
    public interface Payload {
        /**
         * Writes them, as the client takes them. Called once at most: not at all if nobody is there
         * to be answered any more. If it throws, the connection ends, for the client could not tell
         * anything else from the bytes that it lacks.
         */
        void writeTo(Output output) throws IOException;
    }

    private final @Nullable String text;
    private final @Nullable Object value;
    private final @Nullable Payload payload;
    private final @Nullable Consumer<Speech> sequel;

    private Reply(
            @Nullable String text,
            @Nullable Object value,
            @Nullable Payload payload,
            @Nullable Consumer<Speech> sequel) {
        this.text = text;
        this.value = value;
        this.payload = payload;
        this.sequel = sequel;
    }

    /**
     * A value, the same in both forms: a string as it is, everything else as compact JSON.
     *
     * @param value a string, a number, a boolean, a list, a map, a record, or a node of a JSON
     *     tree. A record must be public in an exported package, or in one that is opened to {@code
     *     tools.jackson.databind}
     */
    public static Reply of(Object value) {
        return new Reply(null, value, null, null);
    }

    /** A value that reads differently in text: {@code OK client 60644} for the number 60644. */
    public static Reply line(String text, Object value) {
        return new Reply(text, value, null, null);
    }

    /** This line of text and raw bytes behind it; for a command with {@link RawBytes}. */
    public static Reply bytes(String text, Payload payload) {
        return new Reply(text, null, payload, null);
    }

    /** {@code OK} in text, {@code true} in JSON: it is done, and there is nothing else to say. */
    public static Reply ok() {
        return OK;
    }

    /** No line at all in text; {@code null} in JSON, where every request is answered. */
    public static Reply none() {
        return NONE;
    }

    /**
     * This reply, and something to be done once it is on its way: whatever the client is sent from
     * then on comes after it. For a service that may {@linkplain dev.usher.Call#outbox send}
     * messages later: the consumer is told how to say them.
     *
     * @param sequel must be quick, and wait for nobody. Called once at most: not at all if nobody
     *     is there to be answered any more
     */
    public Reply then(Consumer<Speech> sequel) {
        return new Reply(text, value, payload, sequel);
    }

    /** What is to be done behind this reply, or {@code null}. */
    @Nullable Consumer<Speech> sequel() {
        return sequel;
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

    /** The bytes behind the line of text, or {@code null}. */
    @Nullable Payload payload() {
        return payload;
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
