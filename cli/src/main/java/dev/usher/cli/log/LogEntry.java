package dev.usher.cli.log;

import dev.usher.cli.terminal.Words;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something to be logged. All text in it may have come from a client: whoever makes a line of it
 * makes that harmless.
 *
 * @param at when it happened
 * @param level how much it matters
 * @param source the name of the logger: {@link Log#NAME}, or a library's class
 * @param message a sentence for people
 * @param fields the same for programs, in their order
 * @param cause what was thrown; {@code null} if nothing was
 */
public record LogEntry(
        Instant at,
        Level level,
        String source,
        String message,
        Map<String, Object> fields,
        @Nullable Throwable cause) {

    /** The field that names what happened. */
    public static final String EVENT = "event";

    boolean isOurs() {
        return source.equals(Log.NAME);
    }

    /** What entries have in common that say the same again. */
    String kind() {
        if (!isOurs()) {
            return source + " " + message;
        }
        var kind = fields.get(EVENT) + " " + fields.get("listener") + " " + fields.get("database");
        if (cause == null) {
            return kind;
        }
        var where = cause.getStackTrace();
        return kind + " " + cause.getClass() + " " + (where.length == 0 ? "" : where[0]);
    }

    /** Tells that there were so many like this one in so long. */
    LogEntry andMore(long count, Duration time, Instant now) {
        var counted = new LinkedHashMap<>(fields);
        counted.put("more", count);
        return new LogEntry(
                now,
                level,
                source,
                "%s … and %s more in the last %s"
                        .formatted(message, Words.number(count), Words.seconds(time)),
                counted,
                null);
    }
}
