package dev.usher.services.calculator;

import dev.usher.services.text.HarmlessText;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;

/**
 * An arithmetic expression such as {@code 2 * (3 + 4) ^ 2}, evaluated while it is read.
 *
 * <pre>
 * sum      = product { ("+" | "-") product }
 * product  = operand { ("*" | "/") operand }
 * operand  = ("+" | "-") operand | power
 * power    = primary [ "^" operand ]
 * primary  = number | "(" sum ")"
 * </pre>
 *
 * So {@code ^} binds to the right and tighter than a sign before it: {@code 2^3^2} is 512, {@code
 * -2^2} is -4, {@code 2^-1} is 0.5. Between all of these there may be spaces and tabs. {@link
 * Numeral} says what a number looks like, {@link Arithmetic} how it is calculated.
 */
final class Expression {

    /** The most parentheses, signs and exponents that may be open at once: it bounds the stack. */
    static final int MAX_DEPTH = 200;

    /** The time that an evaluation may take, unless its caller says otherwise. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(1);

    private final String text;
    private final Matcher number;
    private final TimeLimit timeLimit;

    /** Where the next symbol begins, or the end: never at a blank. */
    private int position;

    private int depth;

    private Expression(String text, TimeLimit timeLimit) {
        this.text = text;
        this.number = Numeral.UNSIGNED.matcher(text);
        this.timeLimit = timeLimit;
    }

    /** Evaluates an expression within {@link #TIME_LIMIT}, by the clock of the system. */
    static BigDecimal evaluate(String text) {
        return evaluate(text, TIME_LIMIT, System::nanoTime);
    }

    /**
     * Evaluates an expression.
     *
     * @param timeLimit how long it may take
     * @param nanoTime a clock in nanoseconds, such as {@link System#nanoTime()}
     * @throws CalculationException if the expression is malformed, nested deeper than {@value
     *     #MAX_DEPTH} levels, takes too long, or asks for a calculation without a result
     */
    static BigDecimal evaluate(String text, Duration timeLimit, LongSupplier nanoTime) {
        return new Expression(text, new TimeLimit(timeLimit, nanoTime)).evaluate();
    }

    private BigDecimal evaluate() {
        moveTo(0);
        BigDecimal result = sum();
        if (!atEnd()) {
            throw unexpected();
        }
        return result;
    }

    private BigDecimal sum() {
        BigDecimal sum = product();
        while (true) {
            if (take('+')) {
                sum = Arithmetic.add(sum, product());
            } else if (take('-')) {
                sum = Arithmetic.subtract(sum, product());
            } else {
                return sum;
            }
        }
    }

    private BigDecimal product() {
        BigDecimal product = operand();
        while (true) {
            if (take('*')) {
                product = Arithmetic.multiply(product, operand());
            } else if (take('/')) {
                product = Arithmetic.divide(product, operand());
            } else {
                return product;
            }
        }
    }

    /** Every recursion comes through here, so the depth is counted here alone. */
    private BigDecimal operand() {
        if (depth > MAX_DEPTH) {
            throw new CalculationException(
                    "nested deeper than " + MAX_DEPTH + " levels at column " + column());
        }
        depth++;
        BigDecimal operand;
        if (take('-')) {
            operand = operand().negate();
        } else if (take('+')) {
            operand = operand();
        } else {
            operand = power();
        }
        depth--;
        return operand;
    }

    private BigDecimal power() {
        BigDecimal base = primary();
        return take('^') ? Arithmetic.power(base, operand()) : base;
    }

    /** Each operation has an operand that is read here, so this is where the clock is looked at. */
    private BigDecimal primary() {
        timeLimit.check();
        int start = column();
        if (take('(')) {
            BigDecimal sum = sum();
            if (atEnd()) {
                throw new CalculationException("missing ')' for the '(' at column " + start);
            }
            if (!take(')')) {
                throw unexpected();
            }
            return sum;
        }
        if (number.region(position, text.length()).lookingAt()) {
            moveTo(number.end());
            return Numeral.value(number);
        }
        throw unexpected();
    }

    /** Steps over this character if it comes next. */
    private boolean take(char wanted) {
        if (atEnd() || text.charAt(position) != wanted) {
            return false;
        }
        moveTo(position + 1);
        return true;
    }

    private void moveTo(int next) {
        position = next;
        while (!atEnd() && isBlank(text.charAt(position))) {
            position++;
        }
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }

    private boolean atEnd() {
        return position == text.length();
    }

    /** The place of the next symbol, counted from 1. */
    private int column() {
        // In characters as well as in chars: what was read so far is all ASCII.
        return position + 1;
    }

    private CalculationException unexpected() {
        var found = atEnd() ? "end" : quoted(text.codePointAt(position));
        return new CalculationException("unexpected " + found + " at column " + column());
    }

    /** {@code '%'}, or {@code '<U+0007>'} for a bell, which would ring at the client. */
    private static String quoted(int character) {
        return (HarmlessText.isPlain(character) ? "'%c'" : "'<U+%04X>'").formatted(character);
    }
}
