package dev.usher.services.telemetry;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Sums up the numbers of one field, interval by interval, from the newest reading back. The
 * intervals follow one another from 1970 on; one without any number is left out.
 */
final class Intervals implements Readings.Visitor {
    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

    /**
     * What the numbers of one interval come to.
     *
     * @param from when it begins
     * @param count how many there are
     * @param min the least
     * @param max the greatest
     * @param mean the arithmetic mean, to 34 digits
     */
    record Sum(Instant from, long count, BigDecimal min, BigDecimal max, BigDecimal mean) {}

    /** The interval that is being summed up. */
    private static final class Running {
        private final long number;
        private long count;
        private BigDecimal min;
        private BigDecimal max;
        private BigDecimal total = BigDecimal.ZERO;

        Running(long number, BigDecimal first) {
            this.number = number;
            min = first;
            max = first;
        }

        void add(BigDecimal value) {
            count++;
            min = min.min(value);
            max = max.max(value);
            total = total.add(value);
        }
    }

    private final String field;
    private final Duration length;
    private final int most;
    private final Deque<Sum> sums = new ArrayDeque<>();
    private @Nullable Running running;

    /** So many of these intervals at the most. */
    Intervals(String field, Duration length, int most) {
        this.field = field;
        this.length = length;
        this.most = most;
    }

    /**
     * Reads {@code 30s}, {@code 5m}, {@code 1h} or {@code 7d}; up to 366 days.
     *
     * @throws IllegalArgumentException with a sentence for the client
     */
    static Duration length(String text) {
        var parts = LENGTH.matcher(text);
        if (parts.matches()) {
            long number = Long.parseLong(parts.group(1));
            var length =
                    switch (parts.group(2)) {
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            if (length.compareTo(Duration.ofDays(366)) <= 0) {
                return length;
            }
        }
        throw new IllegalArgumentException("an interval is like 30s, 5m, 1h or 7d, up to 366d");
    }

    @Override
    public boolean visit(Reading reading) {
        var value = reading.fields().number(field);
        if (value == null) {
            return true;
        }
        long number = Math.floorDiv(reading.at().getEpochSecond(), length.toSeconds());
        if (running == null || running.number != number) {
            finish();
            if (sums.size() == most) {
                return false;
            }
            running = new Running(number, value);
        }
        running.add(value);
        return true;
    }

    private void finish() {
        if (running != null) {
            sums.addFirst(
                    new Sum(
                            Instant.ofEpochSecond(running.number * length.toSeconds()),
                            running.count,
                            running.min,
                            running.max,
                            running.total.divide(
                                    BigDecimal.valueOf(running.count), MathContext.DECIMAL128)));
            running = null;
        }
    }

    /** After the last reading: the sums, the oldest interval first. */
    List<Sum> sums() {
        finish();
        return List.copyOf(sums);
    }
}
