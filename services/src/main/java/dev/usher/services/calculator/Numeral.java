package dev.usher.services.calculator;

import java.math.BigDecimal;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How numbers are written: {@code 12}, {@code 1.5}, {@code .5}, {@code 5.}, {@code 1e5} or {@code
 * 1E-3} by clients, with ASCII digits; without an exponent and without needless zeros in answers.
 */
final class Numeral {

    /** A number without a sign; {@link #value} reads what it matched. */
    // Possessive throughout: what a literal begins with is never reconsidered.
    static final Pattern UNSIGNED =
            Pattern.compile("([0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");

    private static final Pattern SIGNED = Pattern.compile("[+-]?+" + UNSIGNED);

    private Numeral() {}

    /**
     * Reads one number, which may have a sign.
     *
     * @throws CalculationException if this is no number, or one with more than {@value
     *     Arithmetic#MAX_DIGITS} digits
     */
    static BigDecimal parse(String text) {
        var matcher = SIGNED.matcher(text);
        if (!matcher.matches()) {
            throw new CalculationException("not a number: " + CalculationException.quote(text));
        }
        return value(matcher);
    }

    /** The value of a literal that matched one of the patterns. Its group 1 holds the digits. */
    static BigDecimal value(MatchResult literal) {
        // Before reading them, which takes time in the square of their number; 1 for the point.
        int written = literal.end(1) - literal.start(1);
        if (written > Arithmetic.MAX_DIGITS + 1) {
            throw Arithmetic.tooManyDigits();
        }
        try {
            return Arithmetic.limited(new BigDecimal(literal.group()));
        } catch (NumberFormatException exponentBeyondInt) {
            throw Arithmetic.tooManyDigits();
        }
    }

    /**
     * Writes a number in plain notation: {@code 98}, {@code 0.125}, {@code 100}, {@code -0.5}.
     *
     * @throws CalculationException if that takes more than {@value Arithmetic#MAX_DIGITS} digits
     */
    static String plain(BigDecimal value) {
        return Arithmetic.limited(value).toPlainString();
    }
}
