package dev.usher.commands;

import java.math.BigDecimal;

/** How decimal numbers are written in lines: strictly by clients, plainly by us. */
final class Decimals {

    /** The most characters of a number, either way. */
    static final int MOST_CHARACTERS = 10_100;

    private Decimals() {}

    /** Reads {@code 12}, {@code -1.5}, {@code .5}, {@code 5.}, {@code 1e-3}; ASCII digits alone. */
    static BigDecimal parse(String word) throws InvalidArguments {
        if (!isDecimal(word)) {
            throw new InvalidArguments("is not a number: " + Words.quote(word));
        }
        if (word.length() > MOST_CHARACTERS) {
            throw new InvalidArguments("has more than " + MOST_CHARACTERS + " characters");
        }
        try {
            return new BigDecimal(word);
        } catch (NumberFormatException exponentBeyondInt) {
            throw new InvalidArguments("is out of range");
        }
    }

    private static boolean isDecimal(String word) {
        int start = afterSign(word, 0);
        int point = afterDigits(word, start);
        boolean pointed = point < word.length() && word.charAt(point) == '.';
        int end = pointed ? afterDigits(word, point + 1) : point;
        if (end - start == (pointed ? 1 : 0)) {
            return false; // no digit at all
        }
        return end == word.length() || isExponent(word, end);
    }

    private static boolean isExponent(String word, int at) {
        if (word.charAt(at) != 'e' && word.charAt(at) != 'E') {
            return false;
        }
        int start = afterSign(word, at + 1);
        return start < word.length() && afterDigits(word, start) == word.length();
    }

    private static int afterSign(String word, int at) {
        boolean signed = at < word.length() && (word.charAt(at) == '-' || word.charAt(at) == '+');
        return signed ? at + 1 : at;
    }

    private static int afterDigits(String word, int at) {
        int next = at;
        while (next < word.length() && word.charAt(next) >= '0' && word.charAt(next) <= '9') {
            next++;
        }
        return next;
    }

    /** The whole number that this is. Looks at the exponent before it computes anything. */
    static long whole(BigDecimal value, long least, long most) throws InvalidArguments {
        long digitsBeforePoint = (long) value.precision() - value.scale();
        if (value.signum() != 0 && digitsBeforePoint > 19) { // Long.MAX_VALUE has 19
            throw outOfRange(least, most);
        }
        if (value.signum() == 0) {
            return 0;
        }
        if (value.scale() > 0 && value.stripTrailingZeros().scale() > 0) {
            throw new InvalidArguments("is not a whole number");
        }
        var whole = value.toBigInteger();
        if (whole.bitLength() > 63 || whole.longValue() < least || whole.longValue() > most) {
            throw outOfRange(least, most);
        }
        return whole.longValue();
    }

    private static InvalidArguments outOfRange(long least, long most) {
        return new InvalidArguments("is out of range: " + least + " to " + most);
    }

    /**
     * Writes a number without an exponent and without needless zeros: {@code 42}, {@code 0.5}. One
     * that would take more than {@value #MOST_CHARACTERS} digits keeps its exponent.
     */
    static String plain(BigDecimal value) {
        if (value.signum() == 0) {
            return "0"; // 0E+999999999 is one as well
        }
        // Whole numbers stay as they are: the scale of 10E+2147483647 has no room for its zero.
        var stripped = value.scale() > 0 ? value.stripTrailingZeros() : value;
        long beforePoint = Math.max((long) stripped.precision() - stripped.scale(), 1);
        long afterPoint = Math.max(stripped.scale(), 0);
        return beforePoint + afterPoint <= MOST_CHARACTERS
                ? stripped.toPlainString()
                : stripped.toString();
    }
}
