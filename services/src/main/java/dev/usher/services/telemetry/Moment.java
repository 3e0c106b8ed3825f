package dev.usher.services.telemetry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/** Points in time as clients write them: ISO 8601 with a zone. */
final class Moment {
    /** No reading is older than that. */
    static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

    /** How far ahead of the server a device's clock may be. */
    static final Duration AHEAD = Duration.ofDays(1);

    private Moment() {}

    /**
     * Reads {@code 2026-03-02T09:00:00.125Z}, {@code 2026-03-02T10:00:00+01:00}.
     *
     * @throws IllegalArgumentException with a sentence for the client
     */
    static Instant parse(String text) {
        try {
            // Not Instant.parse: it takes a leap second for the one before it.
            return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException(
                    "a time is written like 2026-03-02T09:00:00Z or 2026-03-02T10:00:00.5+01:00",
                    wrong);
        }
    }

    /**
     * Reads the time of a reading that arrives now.
     *
     * @throws IllegalArgumentException with a sentence for the client
     */
    static Instant parse(String text, Instant now) {
        var moment = parse(text);
        if (moment.isBefore(FIRST) || moment.isAfter(now.plus(AHEAD))) {
            throw new IllegalArgumentException(
                    "the time of a reading is from 2000 on and at most a day ahead; here it is "
                            + now);
        }
        return moment;
    }
}
