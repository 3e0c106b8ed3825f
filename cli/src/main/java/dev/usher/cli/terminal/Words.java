package dev.usher.cli.terminal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** How numbers are written in lines for people. */
public final class Words {
    private Words() {}

    /** {@code 1 line}, {@code 40,233 lines}. */
    public static String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code 40,233}. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 86,400}, {@code 0.001}. */
    public static String number(BigDecimal number) {
        return number.scale() <= 0
                ? number(number.longValueExact())
                : number.stripTrailingZeros().toPlainString();
    }

    /** {@code 0.012 s}, {@code 1.5 s}, {@code 60 s}: to the millisecond. */
    public static String seconds(Duration duration) {
        long millis = duration.plusNanos(500_000).toMillis();
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + " s";
    }

    /** {@code 0.012 s}, {@code 1.5 s}, {@code 60 s}: measured, from a second on to the tenth. */
    public static String about(Duration duration) {
        long tenths = duration.plusMillis(50).toMillis() / 100;
        return seconds(tenths < 10 ? duration : Duration.ofMillis(100 * tenths));
    }

    /** {@code 512 B}, {@code 1.5 MiB}, {@code 85 GiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int power = Math.min(5, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        double scaled = bytes / (double) (1L << (10 * power));
        return String.format(
                Locale.ROOT,
                scaled < 10 ? "%.1f %siB" : "%.0f %siB",
                scaled,
                " KMGTP".charAt(power));
    }

    /** {@code 0:18}, {@code 1:02:03}. */
    public static String clock(long seconds) {
        long minutes = seconds / 60;
        return minutes < 60
                ? "%d:%02d".formatted(minutes, seconds % 60)
                : "%d:%02d:%02d".formatted(minutes / 60, minutes % 60, seconds % 60);
    }
}
