package dev.usher;

import java.time.Duration;
import java.util.Objects;

/**
 * How much a listener and each of its clients may take. An immutable value; every limit is finite.
 *
 * <pre>{@code
 * Limits.defaults().running(200).waiting(1_000).patience(Duration.ofSeconds(60))
 * }</pre>
 *
 * @param running clients served at once, each on its own thread; 1 to 10,000,000, default 10,000
 * @param waiting clients that may wait for a place among the running; 0 to 10,000,000, default
 *     1,000
 * @param patience how long a client may wait before it is turned away; 1 ms to 1 day, default 60 s
 * @param perAddress running and waiting clients of one IP address; 1 to 20,000,000, default: no
 *     fewer than can run and wait together
 * @param message bytes of one request; 1 to 1 GiB, default 64 KiB. A longer one is {@link
 *     Failure.TooLong}
 * @param unread bytes received of one client and not yet read by its handler, after which the
 *     server stops reading so that TCP slows the client down; 1 KiB to 1 GiB, default 64 KiB
 * @param outbox messages of one client that may wait for the thread that is writing to it; 1 to
 *     1,000,000, default 256
 * @param retryAfter what a client that is turned away is advised to wait; 0 to 1 day, default 2 s
 */
public record Limits(
        int running,
        int waiting,
        Duration patience,
        int perAddress,
        int message,
        int unread,
        int outbox,
        Duration retryAfter) {

    private static final int MOST_CLIENTS = 10_000_000;
    private static final int GIB = 1 << 30;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Limits DEFAULTS =
            new Limits(
                    10_000,
                    1_000,
                    Duration.ofSeconds(60),
                    2 * MOST_CLIENTS,
                    64 * 1024,
                    64 * 1024,
                    256,
                    Duration.ofSeconds(2));

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException with the name, the value and the allowed range
     */
    public Limits {
        Ranges.check("running", running, 1, MOST_CLIENTS);
        Ranges.check("waiting", waiting, 0, MOST_CLIENTS);
        Ranges.check("patience", patience, Duration.ofMillis(1), DAY);
        Ranges.check("perAddress", perAddress, 1, 2 * MOST_CLIENTS);
        Ranges.check("message", message, 1, GIB);
        Ranges.check("unread", unread, 1024, GIB);
        Ranges.check("outbox", outbox, 1, 1_000_000);
        Ranges.check("retryAfter", retryAfter, Duration.ZERO, DAY);
    }

    /** The limits of a listener that says nothing else. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /** These limits with another number of {@linkplain #running() running} clients. */
    public Limits running(int clients) {
        return new Limits(
                clients, waiting, patience, perAddress, message, unread, outbox, retryAfter);
    }

    /** These limits with another number of {@linkplain #waiting() waiting} clients. */
    public Limits waiting(int clients) {
        return new Limits(
                running, clients, patience, perAddress, message, unread, outbox, retryAfter);
    }

    /** These limits with another {@linkplain #patience() patience}. */
    public Limits patience(Duration longest) {
        return new Limits(
                running, waiting, longest, perAddress, message, unread, outbox, retryAfter);
    }

    /** These limits with another number of clients {@linkplain #perAddress() per address}. */
    public Limits perAddress(int clients) {
        return new Limits(running, waiting, patience, clients, message, unread, outbox, retryAfter);
    }

    /** These limits with another longest {@linkplain #message() message}, in bytes. */
    public Limits message(int bytes) {
        return new Limits(
                running, waiting, patience, perAddress, bytes, unread, outbox, retryAfter);
    }

    /** These limits with another bound of {@linkplain #unread() unread} bytes. */
    public Limits unread(int bytes) {
        return new Limits(
                running, waiting, patience, perAddress, message, bytes, outbox, retryAfter);
    }

    /** These limits with another size of the {@linkplain #outbox() outbox}, in messages. */
    public Limits outbox(int messages) {
        return new Limits(
                running, waiting, patience, perAddress, message, unread, messages, retryAfter);
    }

    /** These limits with another {@linkplain #retryAfter() advice} to those turned away. */
    public Limits retryAfter(Duration advice) {
        return new Limits(running, waiting, patience, perAddress, message, unread, outbox, advice);
    }

    /** The one check behind every configured value: its message names value and range. */
    static final class Ranges {
        private Ranges() {}

        static void check(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw refused(name, value, least, most);
            }
        }

        static void check(String name, Duration value, Duration least, Duration most) {
            Objects.requireNonNull(value, name);
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw refused(name, value, least, most);
            }
        }

        private static IllegalArgumentException refused(
                String name, Object value, Object least, Object most) {
            return new IllegalArgumentException(
                    name + " is " + value + "; allowed is " + least + " to " + most);
        }
    }
}
