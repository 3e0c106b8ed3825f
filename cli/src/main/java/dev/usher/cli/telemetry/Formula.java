package dev.usher.cli.telemetry;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function of the time such as {@code 20+5*sin(t/60)}, for devices that make their readings up.
 * There are {@code + - * / ^}, parentheses, {@code pi}, {@code random} from 0 to 1, and the
 * functions {@code sin}, {@code cos}, {@code exp}, {@code log}, {@code sqrt}, {@code abs}, {@code
 * floor} and {@code round}. Checked when it is made, evaluated as often as one likes; by one thread
 * at a time.
 */
final class Formula {
    private static final int MOST_CHARACTERS = 1_000;
    private static final int DEEPEST = 100;
    private static final Pattern NUMBER =
            Pattern.compile(
                    "(?:[0-9]{1,50}(?:\\.[0-9]{0,50})?|\\.[0-9]{1,50})(?:[eE][+-]?[0-9]{1,3})?");
    private static final Pattern NAME = Pattern.compile("[a-z]{1,20}");
    private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
            Map.of(
                    "sin", Math::sin,
                    "cos", Math::cos,
                    "exp", Math::exp,
                    "log", Math::log,
                    "sqrt", Math::sqrt,
                    "abs", Math::abs,
                    "floor", Math::floor,
                    "round", Math::rint);

    private final String text;
    private final Matcher number;
    private final Matcher name;
    private double time;
    private int at;
    private int depth;

    /**
     * This formula.
     *
     * @throws IllegalArgumentException with a sentence for people, if it is none
     */
    Formula(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a formula has at most " + MOST_CHARACTERS + " characters");
        }
        this.text = text.replace(" ", "");
        number = NUMBER.matcher(this.text);
        name = NAME.matcher(this.text);
        at(0);
    }

    /** What it comes to after so many seconds; perhaps no number, 1/0 say. */
    double at(double seconds) {
        time = seconds;
        at = 0;
        depth = 0;
        double value = sum();
        if (at < text.length()) {
            throw unexpected();
        }
        return value;
    }

    private double sum() {
        double sum = product();
        while (true) {
            if (take('+')) {
                sum += product();
            } else if (take('-')) {
                sum -= product();
            } else {
                return sum;
            }
        }
    }

    private double product() {
        double product = operand();
        while (true) {
            if (take('*')) {
                product *= operand();
            } else if (take('/')) {
                product /= operand();
            } else {
                return product;
            }
        }
    }

    /** Every recursion comes through here, so the depth is counted here alone. */
    private double operand() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("a formula is at most " + DEEPEST + " levels deep");
        }
        double value = take('-') ? -operand() : power();
        depth--;
        return value;
    }

    private double power() {
        double base = primary();
        return take('^') ? Math.pow(base, operand()) : base;
    }

    private double primary() {
        if (take('(')) {
            double value = sum();
            expect(')');
            return value;
        }
        if (number.region(at, text.length()).lookingAt()) {
            at = number.end();
            return Double.parseDouble(number.group());
        }
        if (name.region(at, text.length()).lookingAt()) {
            return named(name.group());
        }
        throw unexpected();
    }

    private double named(String word) {
        var function = FUNCTIONS.get(word);
        if (function == null) {
            double value =
                    switch (word) {
                        case "t" -> time;
                        case "pi" -> Math.PI;
                        case "random" -> Math.random();
                        default -> throw unexpected();
                    };
            at = name.end();
            return value;
        }
        at = name.end();
        expect('(');
        double argument = sum();
        expect(')');
        return function.applyAsDouble(argument);
    }

    private boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw unexpected();
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                at < text.length()
                        ? "'%s' is no formula from '%s' on".formatted(text, text.substring(at))
                        : "'%s' is no formula: it ends too early".formatted(text));
    }
}
