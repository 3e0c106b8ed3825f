package dev.usher.client;

import java.time.Duration;

/**
 * How much a client takes and puts up with; an immutable value.
 *
 * @param connections how many its callers share at most; each request goes to the least busy one. 1
 *     to 10,000, default 1: all requests then arrive in the order in which they were sent.
 *     {@linkplain Client#session Sessions} and what somebody has {@linkplain Client#alone alone}
 *     come on top, and as many of the latter are kept for the next one
 * @param inFlight how many requests may be without an answer on each connection; who sends another
 *     waits. 1 to 1,000,000, default 1,024
 * @param message the most bytes of one answer; 1 to 1 GiB, default 16 MiB
 * @param pushes how many messages that answer nothing may wait for the listener; while there are so
 *     many, nothing more is read. 1 to 1,000,000, default 1,024
 * @param connect until there is a connection, TLS included; 1 ms to 1 day, default 5 s
 * @param call until there is an answer, from the moment of asking; 1 ms to 1 day, default 10 s
 * @param spare how long a connection that somebody had {@linkplain Client#alone alone} is kept for
 *     the next one at most, in which it takes a place that the server may have for others; 0 (it is
 *     not) to 1 day, default 2 s
 */
public record ClientLimits(
        int connections,
        int inFlight,
        int message,
        int pushes,
        Duration connect,
        Duration call,
        Duration spare) {

    private static final int MILLION = 1_000_000;
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(1);
    private static final ClientLimits DEFAULTS =
            new ClientLimits(
                    1,
                    1_024,
                    16 << 20,
                    1_024,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2));

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException with the name, the value and the allowed range
     */
    public ClientLimits {
        check("connections", connections, 1, 10_000);
        check("inFlight", inFlight, 1, MILLION);
        check("message", message, 1, 1 << 30);
        check("pushes", pushes, 1, MILLION);
        check("connect", connect, LEAST, MOST);
        check("call", call, LEAST, MOST);
        check("spare", spare, Duration.ZERO, MOST);
    }

    static <T extends Comparable<T>> void check(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; allowed is " + least + " to " + most);
        }
    }

    /** The limits of a client of which nothing else is said. */
    public static ClientLimits defaults() {
        return DEFAULTS;
    }

    /** These limits with another number of {@linkplain #connections() connections}. */
    public ClientLimits connections(int most) {
        return new ClientLimits(most, inFlight, message, pushes, connect, call, spare);
    }

    /** These limits with another number of requests {@linkplain #inFlight() in flight}. */
    public ClientLimits inFlight(int most) {
        return new ClientLimits(connections, most, message, pushes, connect, call, spare);
    }

    /** These limits with another longest {@linkplain #message() answer}, in bytes. */
    public ClientLimits message(int bytes) {
        return new ClientLimits(connections, inFlight, bytes, pushes, connect, call, spare);
    }

    /** These limits with another number of waiting {@linkplain #pushes() pushes}. */
    public ClientLimits pushes(int most) {
        return new ClientLimits(connections, inFlight, message, most, connect, call, spare);
    }

    /** These limits with another time to {@linkplain #connect() connect}. */
    public ClientLimits connect(Duration longest) {
        return new ClientLimits(connections, inFlight, message, pushes, longest, call, spare);
    }

    /** These limits with another time for a {@linkplain #call() call}. */
    public ClientLimits call(Duration longest) {
        return new ClientLimits(connections, inFlight, message, pushes, connect, longest, spare);
    }

    /** These limits with another time for which a connection is kept as a {@linkplain #spare()}. */
    public ClientLimits spare(Duration longest) {
        return new ClientLimits(connections, inFlight, message, pushes, connect, call, longest);
    }
}
