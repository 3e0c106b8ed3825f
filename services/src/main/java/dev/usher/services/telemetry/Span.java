package dev.usher.services.telemetry;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time.
 *
 * @param from its first moment
 * @param to the first moment after it
 */
public record Span(Instant from, Instant to) {
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

    /** The time of every reading there can be. */
    static final Span ALL = new Span(Moment.FIRST, END);

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException with a sentence for the client
     */
    public Span {
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("from is after to");
        }
    }

    /** Between these, as far as they are given; all the rest belongs to it. */
    static Span of(Optional<String> from, Optional<String> to) {
        return new Span(
                from.map(Moment::parse).map(Span::within).orElse(Moment.FIRST),
                to.map(Moment::parse).map(Span::within).orElse(END));
    }

    /** No reading has a time beyond, and no database need have a number for it. */
    private static Instant within(Instant moment) {
        if (moment.isBefore(Moment.FIRST)) {
            return Moment.FIRST;
        }
        return moment.isAfter(END) ? END : moment;
    }
}
