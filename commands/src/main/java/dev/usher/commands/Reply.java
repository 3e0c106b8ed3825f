package dev.usher.commands;

import dev.usher.FailureException;
import dev.usher.Output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a service answers to a command: a value with two forms, text and JSON. Immutable if the
 * value is.
 *
 * <p>Numbers are exact and plain in both: 42 and not 42.0, and no exponent within 10,000 digits.
 */
public final class Reply {
    private static final Reply OK = new Reply("OK", true, null, null, null);
    private static final Reply NONE = new Reply(null, null, null, null, null);

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

    /** The elements of a list that need not fit into memory. */
    @FunctionalInterface
    public interface Elements {
        /**
         * Adds them to the answer, in order. Called once, on the thread that answers the request,
         * or not at all if nobody wants an answer; may add from other threads, one at a time.
         *
         * @throws FailureException rejected, as {@link Commands.Handler#answer}; also passed on
         *     from {@link Sink#add} when nobody waits for the list any more
         * @throws Exception a defect
         */
        void addTo(Sink sink) throws Exception;
    }

    /** Takes the elements of a list. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Adds an element: a value as {@link Reply#of} takes it. Waits while the client takes the
         * ones before it slowly, and renews the deadline of the call when it has.
         *
         * @throws FailureException when nobody waits for the list any more
         */
        void add(Object element) throws FailureException;
    }

    private final @Nullable String text;
    private final @Nullable Object value;
    private final @Nullable Payload payload;
    private final @Nullable Elements elements;
    private final @Nullable Consumer<Speech> sequel;

    private Reply(
            @Nullable String text,
            @Nullable Object value,
            @Nullable Payload payload,
            @Nullable Elements elements,
            @Nullable Consumer<Speech> sequel) {
        this.text = text;
        this.value = value;
        this.payload = payload;
        this.elements = elements;
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
        return new Reply(null, value, null, null, null);
    }

    /** A value that reads differently in text: {@code OK client 60644} for the number 60644. */
    public static Reply line(String text, Object value) {
        return new Reply(text, value, null, null, null);
    }

    /** This line of text and raw bytes behind it; for a command with {@link RawBytes}. */
    public static Reply bytes(String text, Payload payload) {
        return new Reply(text, null, payload, null, null);
    }

    /**
     * A list, the same in both forms, that is sent while its elements are found. Of a long one only
     * a small part is in memory, and who finds the elements waits for the client to take them.
     *
     * <p>As long as the list is short, a failure is an answer like any other. Of a list of more
     * than 64 Ki characters the beginning is on its way by then: the line ends where it is, without
     * the last bracket, the next one tells the failure, and the connection closes. In a batch, and
     * where requests of one client run together, a list is held whole, and may have 1 Mi
     * characters.
     */
    public static Reply list(Elements elements) {
        return new Reply(null, null, null, Objects.requireNonNull(elements), null);
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
     * messages later: the consumer is told how to say them. Not for a {@linkplain #list list}.
     *
     * @param sequel must be quick, and wait for nobody. Called once at most: not at all if nobody
     *     is there to be answered any more
     */
    public Reply then(Consumer<Speech> sequel) {
        return new Reply(text, value, payload, elements, sequel);
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

    /** The elements of the list that it is, or {@code null}. */
    @Nullable Elements elements() {
        return elements;
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
