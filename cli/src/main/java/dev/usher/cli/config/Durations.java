package dev.usher.cli.config;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Values that are times: with their unit, or as a bare number of one unit. */
final class Durations {
    private static final Pattern SYNTAX =
            Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?) *([a-z]+)");
    private static final Duration DAY = Duration.ofDays(1);

    /** A unit, and the words for it; the first one is written. */
    private record Unit(Duration size, List<String> names) {}

    private static final List<Unit> UNITS =
            List.of(
                    new Unit(DAY, List.of("d", "day", "days")),
                    new Unit(Duration.ofHours(1), List.of("h", "hour", "hours")),
                    new Unit(Duration.ofMinutes(1), List.of("min", "m", "minute", "minutes")),
                    new Unit(Duration.ofSeconds(1), List.of("s", "second", "seconds")),
                    new Unit(Duration.ofMillis(1), List.of("ms", "millisecond", "milliseconds")));

    private static final List<Duration> EXAMPLES =
            List.of(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(90),
                    Duration.ofMinutes(10),
                    DAY,
                    Duration.ofDays(90));

    private Durations() {}

    static Kind<Duration> withUnit(Duration least, Duration most) {
        return new Kind<>(
                "a time from %s to %s%s"
                        .formatted(write(least), write(most), examples(least, most)),
                text -> read(text, least, most),
                Durations::write);
    }

    private static String examples(Duration least, Duration most) {
        return Kind.examples(
                EXAMPLES.stream()
                        .filter(example ->
                                example.compareTo(least) >= 0 && example.compareTo(most) <= 0)
                        .map(Durations::write)
                        .toList());
    }

    private static @Nullable Duration read(String text, Duration least, Duration most) {
        var parts = SYNTAX.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return null;
        }
        for (var unit : UNITS) {
            if (unit.names.contains(parts.group(2))) {
                return exactly(parts.group(1), unit.size, least, most);
            }
        }
        return null;
    }

    private static @Nullable Duration exactly(
            String number, Duration unit, Duration least, Duration most) {
        try {
            var nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(unit.toNanos()));
            var duration = Duration.ofNanos(nanos.longValueExact());
            return duration.compareTo(least) < 0 || duration.compareTo(most) > 0 ? null : duration;
        } catch (ArithmeticException | NumberFormatException notOne) {
            return null;
        }
    }

    /** In the largest unit of which there is more than one, and no part of one; but 1 s. */
    private static String write(Duration duration) {
        if (duration.isZero() || duration.equals(Duration.ofSeconds(1))) {
            return duration.toSeconds() + " s";
        }
        for (var unit : UNITS) {
            long size = unit.size.toNanos();
            if (duration.toNanos() % size == 0 && duration.toNanos() / size > 1) {
                return duration.toNanos() / size + " " + unit.names.getFirst();
            }
        }
        return in(duration, Duration.ofMillis(1)) + " ms";
    }

    static Kind<Duration> counted(Duration unit, Duration least, Duration most) {
        var name = unit.equals(DAY) ? "days" : "seconds";
        return new Kind<>(
                "a number of %s from %s to %s".formatted(name, in(least, unit), in(most, unit)),
                text -> exactly(text, unit, least, most),
                duration -> in(duration, unit).replace(",", ""));
    }

    private static String in(Duration duration, Duration unit) {
        var number =
                BigDecimal.valueOf(duration.toNanos())
                        .divide(BigDecimal.valueOf(unit.toNanos()))
                        .stripTrailingZeros();
        return number.scale() <= 0
                ? String.format(Locale.ROOT, "%,d", number.longValueExact())
                : number.toPlainString();
    }
}
