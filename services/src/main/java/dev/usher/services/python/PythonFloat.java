package dev.usher.services.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Floating-point numbers as Python makes them of whole ones, and prints them. */
public final class PythonFloat {

    /** What is computed of a quotient below the last place that is kept. */
    private static final int SPARE_BITS = 2;

    /** Numbers with more digits before the point have an exponent; so have those below 0.0001. */
    private static final int MOST_DIGITS_BEFORE_POINT = 16;

    private static final int MOST_ZEROS_AFTER_POINT = 3;

    private PythonFloat() {}

    /**
     * The quotient of two whole numbers, {@code dividend / divisor}: of all floating-point numbers
     * the one that is nearest, the even one of two, however large the operands are.
     *
     * @throws ArithmeticException if the divisor is zero, or the quotient too large
     */
    public static double quotient(BigInteger dividend, BigInteger divisor) {
        if (divisor.signum() == 0) {
            throw new ArithmeticException("division by zero");
        }
        double magnitude = magnitude(dividend.abs(), divisor.abs());
        if (Double.isInfinite(magnitude)) {
            throw new ArithmeticException("the quotient is too large");
        }
        // Zero takes the sign of the divisor: 0 / -5 is -0.0, as 0 is not less than 0.
        boolean positive = (dividend.signum() < 0) == (divisor.signum() < 0);
        return positive ? magnitude : -magnitude;
    }

    /**
     * Divides on until there are two bits more than a {@code double} keeps, notes in the last of
     * them whether anything follows, and rounds once.
     */
    private static double magnitude(BigInteger dividend, BigInteger divisor) {
        // The quotient is at least 2^(bits - 1), and less than 2^(bits + 1).
        int bits = dividend.bitLength() - divisor.bitLength();
        int lastBit = Math.max(bits - Double.PRECISION, Double.MIN_EXPONENT - Double.PRECISION + 1);
        int exponent = lastBit - SPARE_BITS;
        var division =
                dividend.shiftLeft(Math.max(0, -exponent))
                        .divideAndRemainder(divisor.shiftLeft(Math.max(0, exponent)));
        long quotient = division[0].longValueExact();
        if (division[1].signum() != 0) {
            quotient |= 1;
        }
        int surplus = Math.max(SPARE_BITS, length(quotient) - Double.PRECISION);
        return Math.scalb((double) rounded(quotient, surplus), exponent + surplus);
    }

    private static int length(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }

    /** Drops so many bits, rounding half to even. */
    private static long rounded(long number, int bits) {
        long kept = number >> bits;
        long dropped = number - (kept << bits);
        long half = 1L << (bits - 1);
        boolean up = dropped > half || (dropped == half && (kept & 1) == 1);
        return up ? kept + 1 : kept;
    }

    /**
     * Prints a finite number as {@code repr(number)} does: the fewest digits that make it this
     * number and no other, as in {@code 3.5}, {@code 2.0}, {@code 1e+22}, {@code 5e-324}.
     */
    public static String print(double number) {
        var sign = Math.copySign(1, number) < 0 ? "-" : "";
        return sign + printMagnitude(Math.abs(number));
    }

    private static String printMagnitude(double number) {
        if (number == 0) {
            return "0.0";
        }
        var decimal = shortest(number);
        int beforePoint = decimal.precision() - decimal.scale();
        if (beforePoint > MOST_DIGITS_BEFORE_POINT || beforePoint < -MOST_ZEROS_AFTER_POINT) {
            return scientific(decimal.unscaledValue().toString(), beforePoint - 1);
        }
        var plain = decimal.toPlainString();
        return decimal.scale() > 0 ? plain : plain + ".0";
    }

    /** Java's digits are the fewest too, except that it never writes only one: 4.9E-324. */
    private static BigDecimal shortest(double number) {
        var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        var oneDigit = decimal.round(new MathContext(1));
        return oneDigit.doubleValue() == number ? oneDigit : decimal;
    }

    private static String scientific(String digits, int exponent) {
        var text = new StringBuilder(digits);
        if (digits.length() > 1) {
            text.insert(1, '.');
        }
        return text.append("e%+03d".formatted(exponent)).toString();
    }
}
