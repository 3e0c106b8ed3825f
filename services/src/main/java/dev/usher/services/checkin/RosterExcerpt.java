package dev.usher.services.checkin;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A part of a roster, as it is asked for: whom, behind whom, and how many. It is read page by page,
 * so that a large one is never in memory.
 */
final class RosterExcerpt {
    private static final int PAGE = 500;

    private final RosterFilter filter;
    private final @Nullable String after;
    private final int limit;

    /**
     * Reads what was asked for.
     *
     * @throws IllegalArgumentException with a sentence for the client
     */
    RosterExcerpt(
            Optional<String> sid,
            Optional<String> github,
            Optional<String> name,
            Optional<String> since,
            Optional<String> after,
            Optional<Integer> limit) {
        filter = new RosterFilter(sid, github, name, since.map(RosterExcerpt::time));
        this.after = after.orElse(null);
        limit.ifPresent(RosterExcerpt::checkLimit);
        this.limit = limit.orElse(Integer.MAX_VALUE);
    }

    /** A limit is at least 1. */
    static void checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit is " + limit + "; allowed is 1 and more");
        }
    }

    private static Instant time(String text) {
        try {
            if (text.startsWith("+") || text.startsWith("-")) { // years that no clock has
                throw new DateTimeParseException("year", text, 0);
            }
            return text.length() == "2026-11-21".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(
                    "a time is like 2026-11-21 or 2026-11-21T09:30:00Z", wrong);
        }
    }

    /** Takes students, one after another. */
    @FunctionalInterface
    interface Visitor {
        void take(Roster.Entry student) throws IOException;
    }

    /** Shows this part of the roster to the visitor, who may take its time. */
    void each(Roster roster, Visitor visitor) throws IOException {
        var last = after;
        int wanted = limit;
        boolean more = true;
        while (more && wanted > 0) {
            int most = Math.min(PAGE, wanted);
            var page = roster.page(filter, last, most);
            for (var student : page) {
                visitor.take(student);
                last = student.sid();
            }
            wanted -= page.size();
            more = page.size() == most;
        }
    }
}
