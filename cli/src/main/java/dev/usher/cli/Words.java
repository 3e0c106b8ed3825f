package dev.usher.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** How numbers and foreign text are written in lines for people. */
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

    /**
     * Text of unknown origin as one harmless line: no control characters, which could rewrite the
     * terminal or feign other lines, nor invisible ones that turn the direction of writing.
     */
    static String harmless(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(character -> {
                    if (isHarmless(character)) {
                        shown.appendCodePoint(character);
                    } else {
                        shown.append(String.format("\\u%04x", character));
                    }
                });
        return shown.toString();
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
