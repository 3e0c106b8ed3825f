package dev.usher.services.calculator;

import java.math.BigDecimal;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How clients write numbers: {@code 12}, {@code 1.5}, {@code .5}, {@code 5.}, {@code 1e5} or {@code
 * 1E-3}, with ASCII digits.
 */
final class Numeral {

    /** A number without a sign; {@link #value} reads what it matched. */
    // Possessive throughout: what a literal begins with is never reconsidered.
    static final Pattern UNSIGNED =
            Pattern.compile("([0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");

    private Numeral() {}

    /**
     * The value of what matched.
     *
     * @throws CalculationException if it has more than {@value Arithmetic#MAX_DIGITS} digits
     */
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
}
