package dev.usher;

import java.time.Duration;

/**
 * How long a server waits for what; an immutable value. Every wait of a server is bounded by one of
 * these. They are checked by a sweep several times a second, so one may end up to a third of a
 * second late, never early.
 *
 * @param handshake until TLS is agreed on; default 10 s
 * @param firstByte from the start of the client's thread to the first byte; default 30 s
 * @param request from the first byte of a request to its last; default 30 s
 * @param idle between an answer and the next request; default 10 min
 * @param service until a service has its answer; default 60 s. Then its thread is interrupted, the
 *     client is told that it is late, and if the service does not end within {@code request} more,
 *     its client is cut off and its place given to the next
 * @param write for each piece of at most 64 KiB to be taken by a client that reads slowly; default
 *     30 s. Then the connection is cut
 * @param drain for clients to finish after the server was told to stop; default 10 s
 */
public record Deadlines(
        Duration handshake,
        Duration firstByte,
        Duration request,
        Duration idle,
        Duration service,
        Duration write,
        Duration drain) {

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(365);
    private static final Deadlines DEFAULTS =
            new Deadlines(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10));

    /**
     * Checks every value: 1 ms to 365 days; {@code drain} may be zero.
     *
     * @throws IllegalArgumentException with the name, the value and the allowed range
     */
    public Deadlines {
        Limits.Ranges.check("handshake", handshake, LEAST, MOST);
        Limits.Ranges.check("firstByte", firstByte, LEAST, MOST);
        Limits.Ranges.check("request", request, LEAST, MOST);
        Limits.Ranges.check("idle", idle, LEAST, MOST);
        Limits.Ranges.check("service", service, LEAST, MOST);
        Limits.Ranges.check("write", write, LEAST, MOST);
        Limits.Ranges.check("drain", drain, Duration.ZERO, MOST);
    }

    /** The deadlines of a listener that says nothing else. */
    public static Deadlines defaults() {
        return DEFAULTS;
    }

    /** These deadlines with another one for the TLS {@linkplain #handshake() handshake}. */
    public Deadlines handshake(Duration longest) {
        return new Deadlines(longest, firstByte, request, idle, service, write, drain);
    }

    /** These deadlines with another one for the {@linkplain #firstByte() first byte}. */
    public Deadlines firstByte(Duration longest) {
        return new Deadlines(handshake, longest, request, idle, service, write, drain);
    }

    /** These deadlines with another one for a whole {@linkplain #request() request}. */
    public Deadlines request(Duration longest) {
        return new Deadlines(handshake, firstByte, longest, idle, service, write, drain);
    }

    /** These deadlines with another one for {@linkplain #idle() silence} between requests. */
    public Deadlines idle(Duration longest) {
        return new Deadlines(handshake, firstByte, request, longest, service, write, drain);
    }

    /** These deadlines with another one for the {@linkplain #service() service}. */
    public Deadlines service(Duration longest) {
        return new Deadlines(handshake, firstByte, request, idle, longest, write, drain);
    }

    /** These deadlines with another one for a slow {@linkplain #write() reader}. */
    public Deadlines write(Duration longest) {
        return new Deadlines(handshake, firstByte, request, idle, service, longest, drain);
    }

    /** These deadlines with another {@linkplain #drain() grace} at the end. */
    public Deadlines drain(Duration grace) {
        return new Deadlines(handshake, firstByte, request, idle, service, write, grace);
    }
}
