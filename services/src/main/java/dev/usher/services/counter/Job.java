package dev.usher.services.counter;

import dev.usher.services.python.PythonInteger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * What one request asks for: to count up from a number.
 *
 * @param start the number, of at most 4,300 digits
 * @param increments how many times one is added to it; 0 to {@value #MOST_REPETITIONS}
 */
record Job(BigInteger start, int increments) {
    static final int MOST_REPETITIONS = 1_000_000;

    /**
     * Reads the words of a request as a counter in Python does.
     *
     * @throws IllegalArgumentException with words for the client
     */
    static Job of(List<String> words) {
        if (words.size() != 2) {
            throw new IllegalArgumentException("two whole numbers are needed, such as 2 10");
        }
        return of(PythonInteger.parse(words.get(0)), PythonInteger.parse(words.get(1)));
    }

    /**
     * Takes decimal numbers that are whole.
     *
     * @throws IllegalArgumentException with words for the client
     */
    static Job of(BigDecimal number, BigDecimal repetitions) {
        return of(whole("number", number), whole("repetitions", repetitions));
    }

    private static BigInteger whole(String name, BigDecimal value) {
        // Before they are written out: 1e1000000 is a short way to ask for much memory.
        if ((long) value.precision() - value.scale() > PythonInteger.MOST_DIGITS) {
            throw new IllegalArgumentException(name + " has more than 4,300 digits");
        }
        if (value.signum() == 0) {
            return BigInteger.ZERO; // 0E-999999999 too
        }
        if (value.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(name + " is not a whole number");
        }
        return value.toBigInteger();
    }

    private static Job of(BigInteger start, BigInteger repetitions) {
        if (repetitions.signum() <= 0) {
            return new Job(start, 0);
        }
        if (repetitions.compareTo(BigInteger.valueOf(MOST_REPETITIONS)) > 0) {
            throw new IllegalArgumentException("at most 1,000,000 repetitions");
        }
        return new Job(start, repetitions.intValueExact());
    }

    /** The number after so many increments. */
    BigInteger after(int increments) {
        return start.add(BigInteger.valueOf(increments));
    }
}
