package dev.usher.cli.lines;

import java.time.Duration;

/** What a line of the server's says. */
public sealed interface Verdict {
    /** The request was done. */
    record Good() implements Verdict {}

    /** It failed. */
    record Bad() implements Verdict {}

    /**
     * The server has no place now.
     *
     * @param retryAfter how long it advises to wait
     */
    record Busy(Duration retryAfter) implements Verdict {}
}
