package dev.usher.services.pickle;

import static dev.usher.FailureException.malformed;

import dev.usher.FailureException;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * How pickles write numbers: as text, in protocol 0, and ints also in two's complement. Of texts
 * only those are taken that Python's {@code repr} writes. {@code pickle.loads} takes others too,
 * but which and what for depends on its build: {@code I017} is 15 or an error.
 */
final class Numerals {

    /** No int of {@link PickleReader#MAX_DIGITS} has more bytes in two's complement. */
    static final int MAX_BYTES = 1_786;

    private static final Pattern INTEGER = Pattern.compile("0|-?+[1-9][0-9]*+");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,9}+");
    private static final Pattern REAL =
            Pattern.compile("-?+[0-9]++(\\.[0-9]++)?+(e[+-]?+[0-9]++)?+");

    private Numerals() {}

    /** {@code -12}. */
    static BigInteger integer(String text) throws FailureException {
        // Before reading them, which takes time in the square of their number.
        if (text.length() - (text.startsWith("-") ? 1 : 0) > PickleReader.MAX_DIGITS) {
            throw tooManyDigits();
        }
        if (!INTEGER.matcher(text).matches()) {
            throw malformed("not an int");
        }
        return new BigInteger(text);
    }

    /** {@code -12L}, or without the {@code L}. */
    static BigInteger longInteger(String text) throws FailureException {
        return integer(text.endsWith("L") ? text.substring(0, text.length() - 1) : text);
    }

    /** Little-endian two's complement. No bytes at all are a zero. */
    static BigInteger twosComplement(byte[] littleEndian) throws FailureException {
        int length = littleEndian.length;
        if (length > MAX_BYTES) {
            throw tooManyDigits();
        }
        var bigEndian = new byte[length];
        for (int i = 0; i < length; i++) {
            bigEndian[length - 1 - i] = littleEndian[i];
        }
        return length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
    }

    /** {@code 1.5}, {@code 1e-05}, {@code -inf}. */
    static double real(String text) throws FailureException {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> finite(text);
        };
    }

    private static double finite(String text) throws FailureException {
        double number = REAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw malformed("not a float");
        }
        return number;
    }

    /** The number of an entry of the memo. */
    static long index(String text) throws FailureException {
        if (!INDEX.matcher(text).matches()) {
            throw malformed("not an index of the memo");
        }
        return Long.parseLong(text);
    }

    private static FailureException tooManyDigits() {
        return malformed("an int of more than " + PickleReader.MAX_DIGITS + " digits");
    }
}
