package dev.usher.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** How numbers are written in lines for people. */
final class Words {
    private Words() {}

    /** {@code 1 line}, {@code 40,233 lines}. */
    static String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code 40,233}. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 86,400}, {@code 0.001}. */
    static String number(BigDecimal number) {
        return number.scale() <= 0
                ? number(number.longValueExact())
                : number.stripTrailingZeros().toPlainString();
    }

    /** {@code 0.012 s}, {@code 1.5 s}, {@code 60 s}: to the millisecond. */
    static String seconds(Duration duration) {
        long millis = duration.plusNanos(500_000).toMillis();
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + " s";
    }
}
