package dev.usher.services.python;

import java.math.BigInteger;

/** Whole numbers as Python's {@code int} reads and prints them. */
public final class PythonInteger {

    /** The most digits, either way: more make conversion slow (Python's own limit since 3.11). */
    public static final int MOST_DIGITS = 4_300;

    private PythonInteger() {}

    /**
     * Reads a word as {@code int(word)} does: {@code 42}, {@code +7}, {@code -007}, {@code
     * 1_000_000}, in the decimal digits of any script.
     *
     * @throws NumberFormatException if it is none, or has more than {@value #MOST_DIGITS} digits,
     *     zeros at the beginning included; the message is fit for clients
     */
    public static BigInteger parse(String word) {
        var plain = new StringBuilder(word.length());
        boolean digitBefore = false;
        int digits = 0;
        for (int i = 0; i < word.length(); ) {
            int character = word.codePointAt(i);
            int digit = digit(character);
            if (digit >= 0) {
                plain.append((char) ('0' + digit));
                digits++;
            } else if (i == 0 && (character == '-' || character == '+')) {
                plain.append((char) character);
            } else if (character != '_' || !digitBefore) {
                throw notWhole();
            }
            digitBefore = digit >= 0;
            i += Character.charCount(character);
        }
        if (!digitBefore) {
            throw notWhole(); // empty, or a sign alone, or with an underscore at the end
        }
        if (digits > MOST_DIGITS) {
            throw new NumberFormatException("a number has more than 4,300 digits");
        }
        return new BigInteger(plain.toString());
    }

    /** The value of a decimal digit; -1 for everything else. */
    static int digit(int character) {
        return Character.getType(character) == Character.DECIMAL_DIGIT_NUMBER
                ? Character.digit(character, 10)
                : -1;
    }

    private static NumberFormatException notWhole() {
        return new NumberFormatException("that is not a whole number");
    }

    /**
     * Prints a number as {@code str(number)} does.
     *
     * @throws ArithmeticException if it has more than {@value #MOST_DIGITS} digits; the message is
     *     fit for clients
     */
    public static String print(BigInteger number) {
        var text = number.toString();
        if (text.length() - (number.signum() < 0 ? 1 : 0) > MOST_DIGITS) {
            throw new ArithmeticException("the result has more than 4,300 digits");
        }
        return text;
    }
}
