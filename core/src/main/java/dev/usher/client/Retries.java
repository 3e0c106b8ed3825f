package dev.usher.client;

import java.time.Duration;

/**
 * How a client tries again; an immutable value. What is tried again, within the time of the call:
 * requests that were surely not done, and those that {@linkplain Dialect#repeatable may be done
 * twice}.
 *
 * <p>Before a new connection the client waits a random time between nothing and a bound, which
 * begins with {@code firstPause} and doubles with each failure in a row up to {@code longestPause}:
 * exponential backoff with full jitter. A server that says how long to wait is waited for at least
 * that long, and up to half as much again and {@code firstPause}.
 *
 * @param firstPause the bound of the first pause; 1 ms to 1 day, default 100 ms
 * @param longestPause the bound of all pauses; {@code firstPause} to 1 day, default 10 s
 * @param reserve how many retries may come one after another; 0 to 1,000,000, default 10. Each
 *     takes one from the budget, which holds no more than that
 * @param share what each call adds to the budget, so that in the long run there are at most so many
 *     retries for each call; 0 to 1, default 0.2. Waiting as long as a busy server advises is free
 * @param patient whether a server that was never reached is waited for too; by default the first
 *     call fails at once then, for there may be no such server
 */
public record Retries(
        Duration firstPause, Duration longestPause, int reserve, double share, boolean patient) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Retries DEFAULTS =
            new Retries(Duration.ofMillis(100), Duration.ofSeconds(10), 10, 0.2, false);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException with the name, the value and the allowed range
     */
    public Retries {
        ClientLimits.check("firstPause", firstPause, Duration.ofMillis(1), DAY);
        ClientLimits.check("longestPause", longestPause, firstPause, DAY);
        ClientLimits.check("reserve", reserve, 0, 1_000_000);
        ClientLimits.check("share", share, 0.0, 1.0);
    }

    /** The retries of a client of which nothing else is said. */
    public static Retries defaults() {
        return DEFAULTS;
    }

    /** None but those that a busy server asks for. */
    public static Retries none() {
        return DEFAULTS.budget(0, 0);
    }

    /** These retries with other bounds of the {@linkplain #firstPause() pauses}. */
    public Retries pauses(Duration first, Duration longest) {
        return new Retries(first, longest, reserve, share, patient);
    }

    /** These retries with another {@linkplain #reserve() budget}. */
    public Retries budget(int reserve, double share) {
        return new Retries(firstPause, longestPause, reserve, share, patient);
    }

    /** These retries, {@linkplain #patient() patient} or not. */
    public Retries patient(boolean patient) {
        return new Retries(firstPause, longestPause, reserve, share, patient);
    }
}
