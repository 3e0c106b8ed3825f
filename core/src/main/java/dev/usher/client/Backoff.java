package dev.usher.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect. Not safe for use by many threads.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Brooker:
 *     Exponential Backoff and Jitter</a>
 */
final class Backoff {
    private static final int MOST_DOUBLINGS = 30;

    private final Retries retries;
    private final RandomGenerator random;
    private int failures;

    Backoff(Retries retries, RandomGenerator random) {
        this.retries = retries;
        this.random = random;
    }

    /** The pause after one more failure in a row. */
    Duration failed() {
        int doublings = Math.min(failures++, MOST_DOUBLINGS);
        var bound = retries.firstPause().multipliedBy(1L << doublings);
        var longest = retries.longestPause();
        return upTo(bound.compareTo(longest) < 0 ? bound : longest);
    }

    /** The pause that a busy server gets which advises so much. */
    Duration advised(Duration advice) {
        return advice.plus(upTo(advice.dividedBy(2).plus(retries.firstPause())));
    }

    /** The pause after a connection that was of use, so that many clients do not return at once. */
    Duration lost() {
        return upTo(retries.firstPause());
    }

    void succeeded() {
        failures = 0;
    }

    private Duration upTo(Duration bound) {
        return Duration.ofNanos(random.nextLong(bound.toNanos() + 1));
    }
}
