package dev.usher.services.files.client;

import java.time.Duration;
import java.util.Locale;

/**
 * How much a client puts up with; an immutable value.
 *
 * @param connect how long a connection may take to come about; default 10 s
 * @param silence how long the server may take for an answer, and for each 64 KiB that it sends or
 *     takes; default 60 s
 * @param patience how long to try again without any progress when connections break, or the server
 *     has no place; nothing is to try once. Default 60 s
 * @param fileSize the most bytes of a file that is downloaded; default 10 GiB
 */
public record TransferLimits(Duration connect, Duration silence, Duration patience, long fileSize) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final TransferLimits DEFAULTS =
            new TransferLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    10L << 30);

    /**
     * Checks every value: the times at least a millisecond, but for patience, and at most a day;
     * the size at least 0.
     *
     * @throws IllegalArgumentException with the name, the value and the allowed range
     */
    public TransferLimits {
        check("connect", connect, SHORTEST);
        check("silence", silence, SHORTEST);
        check("patience", patience, Duration.ZERO);
        if (fileSize < 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "fileSize is %,d; allowed is 0 and more", fileSize));
        }
    }

    private static void check(String name, Duration time, Duration shortest) {
        if (time.compareTo(shortest) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + time + "; allowed is " + shortest + " to " + LONGEST);
        }
    }

    /** The limits of a client of which nothing else is said. */
    public static TransferLimits defaults() {
        return DEFAULTS;
    }

    /** These limits with another time to {@linkplain #connect() connect}. */
    public TransferLimits connect(Duration longest) {
        return new TransferLimits(longest, silence, patience, fileSize);
    }

    /** These limits with another time of {@linkplain #silence() silence}. */
    public TransferLimits silence(Duration longest) {
        return new TransferLimits(connect, longest, patience, fileSize);
    }

    /** These limits with another {@linkplain #patience() patience}. */
    public TransferLimits patience(Duration longest) {
        return new TransferLimits(connect, silence, longest, fileSize);
    }

    /** These limits with another size of a {@linkplain #fileSize() file}. */
    public TransferLimits fileSize(long bytes) {
        return new TransferLimits(connect, silence, patience, bytes);
    }
}
