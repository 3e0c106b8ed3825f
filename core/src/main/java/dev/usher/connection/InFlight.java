package dev.usher.connection;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** The requests of one client that are being answered now. Safe for use by many threads. */
public interface InFlight {

    /** Cancels those that are past their deadline. */
    void sweep(CoarseClock clock);

    /**
     * The one that has been answered for longest, as far as the sweep has seen; {@code null} if
     * there is none.
     */
    @Nullable Current longest(CoarseClock clock);

    /**
     * A request that is being answered.
     *
     * @param age for how long
     * @param request the beginning of its text; {@code null} if it is not known
     */
    record Current(Duration age, @Nullable String request) {}

    /** Cancels all: nobody is there to take an answer. */
    void cancel();
}
