package dev.usher.cli.config;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Values that are whole numbers: counts, and bytes. */
final class Numbers {
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,15})([KMGT]?)");
    private static final String UNITS = "KMGT";

    private static final List<Long> EXAMPLES = List.of(500L, 64L << 10, 20L << 20, 10L << 30);

    private Numbers() {}

    static Kind<Integer> whole(int least, int most) {
        return new Kind<>(
                range(least, most),
                text -> number(text, least, most, BigDecimal::intValueExact),
                number -> number.toString());
    }

    static Kind<Long> large(long least, long most) {
        return new Kind<>(
                range(least, most),
                text -> number(text, least, most, BigDecimal::longValueExact),
                number -> number.toString());
    }

    private static String range(long least, long most) {
        return String.format(Locale.ROOT, "a whole number from %,d to %,d", least, most);
    }

    private static <T> @Nullable T number(
            String text, long least, long most, Function<BigDecimal, T> exactly) {
        try {
            var number = new BigDecimal(text);
            return number.compareTo(BigDecimal.valueOf(least)) < 0
                            || number.compareTo(BigDecimal.valueOf(most)) > 0
                    ? null
                    : exactly.apply(number);
        } catch (ArithmeticException | NumberFormatException notOne) {
            return null;
        }
    }

    static Kind<Long> bytes(long least, long most) {
        return new Kind<>(
                "a number of bytes from %s to %s%s"
                        .formatted(write(least), write(most), examples(least, most)),
                text -> bytes(text, least, most),
                Numbers::write);
    }

    private static String examples(long least, long most) {
        return Kind.examples(
                EXAMPLES.stream()
                        .filter(example -> example >= least && example <= most)
                        .map(Numbers::write)
                        .toList());
    }

    private static @Nullable Long bytes(String text, long least, long most) {
        var count = BYTES.matcher(text);
        if (!count.matches()) {
            return null;
        }
        int power = count.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(count.group(2));
        var bytes = new BigInteger(count.group(1)).shiftLeft(10 * power);
        return bytes.compareTo(BigInteger.valueOf(least)) < 0
                        || bytes.compareTo(BigInteger.valueOf(most)) > 0
                ? null
                : Long.valueOf(bytes.longValueExact());
    }

    /** In the largest unit that needs no decimals. */
    private static String write(long bytes) {
        int power =
                bytes == 0 ? 0 : Math.min(UNITS.length(), Long.numberOfTrailingZeros(bytes) / 10);
        return power == 0
                ? Long.toString(bytes)
                : (bytes >> (10 * power)) + UNITS.substring(power - 1, power);
    }
}
