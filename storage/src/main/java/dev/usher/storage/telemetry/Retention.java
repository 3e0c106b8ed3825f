package dev.usher.storage.telemetry;

import java.time.Duration;

/**
 * How much is kept; an immutable value. What goes first is the oldest: of all devices if it is too
 * old, and of the device that has most if all is too much.
 *
 * @param age how long readings and commands are kept, by their time; default 90 days
 * @param bytes the most bytes of all readings: their fields as text, and 32 more for each; default
 *     10 GiB
 * @param commands the most commands; default 1,000,000
 */
public record Retention(Duration age, long bytes, int commands) {
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofDays(36_525);
    private static final Retention DEFAULTS =
            new Retention(Duration.ofDays(90), 10L << 30, 1_000_000);

    /** What a reading counts beside its fields. */
    static final int OVERHEAD = 32;

    /** What a reading counts: each character of its fields once, as the databases count them. */
    static int weight(String fields) {
        return fields.codePointCount(0, fields.length()) + OVERHEAD;
    }

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException with the name, the value and the allowed range
     */
    public Retention {
        if (age.compareTo(LEAST) < 0 || age.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "age is " + age + "; allowed is " + LEAST + " to " + MOST);
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes is " + bytes + "; allowed is 1 and more");
        }
        if (commands < 1) {
            throw new IllegalArgumentException(
                    "commands is " + commands + "; allowed is 1 and more");
        }
    }

    /** What is kept if nothing else is said. */
    public static Retention defaults() {
        return DEFAULTS;
    }

    /** The same with another {@linkplain #age() age}. */
    public Retention age(Duration longest) {
        return new Retention(longest, bytes, commands);
    }

    /** The same with another number of {@linkplain #bytes() bytes}. */
    public Retention bytes(long most) {
        return new Retention(age, most, commands);
    }

    /** The same with another number of {@linkplain #commands() commands}. */
    public Retention commands(int most) {
        return new Retention(age, bytes, most);
    }
}
