package dev.usher.services.calculator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Exact decimal arithmetic within limits. Operands and results have at most {@value #MAX_DIGITS}
 * digits in plain notation, those before the point and those after it together; what is larger or
 * finer is refused before time or memory is spent on it. Results have no zeros at the end of their
 * fraction.
 *
 * <p>Every method throws {@link CalculationException} where there is no such result.
 */
final class Arithmetic {

    /** The most digits that a number may have in plain notation. */
    static final int MAX_DIGITS = 10_000;

    /** What a quotient without an end is rounded to: 34 significant digits, half to even. */
    private static final MathContext ROUNDED = MathContext.DECIMAL128;

    /**
     * Above the largest exponent that any base but 0, 1 and -1 can be raised to: the powers of 2
     * grow the slowest, and 2^33220 has more than {@value #MAX_DIGITS} digits.
     */
    private static final BigDecimal TOO_LARGE_EXPONENT = BigDecimal.valueOf(33_220);

    private static final double DIGITS_PER_BIT = Math.log10(2);

    private Arithmetic() {}

    /** The sum. */
    static BigDecimal add(BigDecimal augend, BigDecimal addend) {
        // Two operands within the limit make 20,000 digits at most, here and in a product: cheap
        // enough to compute first and to look at afterwards.
        return limited(limited(augend).add(limited(addend)));
    }

    /** The difference. */
    static BigDecimal subtract(BigDecimal minuend, BigDecimal subtrahend) {
        return limited(limited(minuend).subtract(limited(subtrahend)));
    }

    /** The product. */
    static BigDecimal multiply(BigDecimal multiplier, BigDecimal multiplicand) {
        return limited(limited(multiplier).multiply(limited(multiplicand)));
    }

    /**
     * The quotient: exact if it has an end within {@value #MAX_DIGITS} digits, otherwise rounded to
     * 34 significant digits, half to even.
     */
    static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
        BigDecimal numerator = limited(dividend);
        BigDecimal denominator = limited(divisor);
        if (denominator.signum() == 0) {
            throw new CalculationException("division by zero");
        }
        try {
            BigDecimal exact =
                    strip(numerator.divide(denominator, exactly(numerator, denominator)));
            if (fits(exact)) {
                return exact;
            }
        } catch (ArithmeticException endless) {
            // 1/3 has no end. It is rounded below.
        }
        return limited(numerator.divide(denominator, ROUNDED));
    }

    /**
     * As many digits as the exact quotient can have. One with an end has at most those of the
     * dividend and 10/3 of the divisor's ({@link BigDecimal#divide(BigDecimal)} reckons so too):
     * finding out that 1/3 has none takes a few digits, not {@value #MAX_DIGITS}.
     */
    private static MathContext exactly(BigDecimal dividend, BigDecimal divisor) {
        int digits = dividend.precision() + 4 * divisor.precision();
        return new MathContext(Math.min(digits, MAX_DIGITS), RoundingMode.UNNECESSARY);
    }

    /**
     * The power to a whole exponent: exact if that is positive or 0 (0^0 is 1), otherwise 1 divided
     * by the power to its opposite, and out of range where that is.
     */
    static BigDecimal power(BigDecimal base, BigDecimal exponent) {
        BigDecimal factor = limited(base);
        BigDecimal times = limited(exponent);
        if (times.scale() > 0) {
            throw new CalculationException("exponent must be a whole number");
        }
        if (times.signum() < 0) {
            return divide(BigDecimal.ONE, power(factor, times.negate()));
        }
        if (times.signum() == 0) {
            return BigDecimal.ONE;
        }
        if (factor.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (factor.abs().compareTo(BigDecimal.ONE) == 0) {
            boolean odd = times.toBigInteger().testBit(0);
            return odd ? factor : BigDecimal.ONE;
        }
        if (times.compareTo(TOO_LARGE_EXPONENT) >= 0
                || leastDigitsOfPower(factor, times.intValue()) > MAX_DIGITS) {
            throw tooManyDigits();
        }
        return limited(factor.pow(times.intValue()));
    }

    /**
     * The digits that a power has at least, without computing it; it has twice as many at most. An
     * n-bit number is at least 2^(n-1) and less than 2^n.
     */
    static long leastDigitsOfPower(BigDecimal base, int exponent) {
        long bits = (base.unscaledValue().abs().bitLength() - 1L) * exponent;
        long precision = (long) (bits * DIGITS_PER_BIT) + 1;
        return plainDigits(precision, (long) base.scale() * exponent);
    }

    /**
     * The same value without zeros at the end of its fraction.
     *
     * @throws CalculationException if it has more than {@value #MAX_DIGITS} digits
     */
    static BigDecimal limited(BigDecimal value) {
        BigDecimal stripped = strip(value);
        if (!fits(stripped)) {
            throw tooManyDigits();
        }
        return stripped;
    }

    private static BigDecimal strip(BigDecimal value) {
        if (value.signum() == 0) {
            return BigDecimal.ZERO; // 0E+999999999 is one as well
        }
        // Whole numbers stay as they are: the scale of 10E+2147483647 has no room for its zero.
        return value.scale() > 0 ? value.stripTrailingZeros() : value;
    }

    private static boolean fits(BigDecimal stripped) {
        return plainDigits(stripped.precision(), stripped.scale()) <= MAX_DIGITS;
    }

    /** The digits of a number in plain notation: of 0.05 (precision 1, scale 2) there are three. */
    private static long plainDigits(long precision, long scale) {
        long beforePoint = Math.max(precision - scale, 1);
        long afterPoint = Math.max(scale, 0);
        return beforePoint + afterPoint;
    }

    static CalculationException tooManyDigits() {
        return new CalculationException("more than " + MAX_DIGITS + " digits");
    }
}
