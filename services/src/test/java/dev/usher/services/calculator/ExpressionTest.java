package dev.usher.services.calculator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.LongSupplier;

class ExpressionTest {

    /** What a line may hold. */
    private static final int LINE = 65_536;

    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "2 * (3 + 4) ^ 2, 98",
        "1/3, 0.3333333333333333333333333333333333",
        "42, 42",
        "1e3 + .5 + 5., 1005.5",
        "0.1 + 0.2, 0.3",
        "((((7)))), 7",
        "' \t1\t+ 2 ', 3",
        "2*-3, -6",
        "2--3, 5",
        "2 - -(3), 5",
        "--5, 5",
        "-+-+5, 5",
        "-0, 0",
        "1-1.0, 0",
    })
    void expressionsAreEvaluated(String text, String value) {
        assertThat(evaluate(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        // The four of arithmetic bind to the left,
        "10 - 4 - 3, 3",
        "100 / 10 / 5, 2",
        "100 / 10 * 5, 50",
        "10 - 4 + 3, 9",
        // products before sums,
        "2 + 3 * 4, 14",
        "2 * 3 + 4, 10",
        "10 - 6 / 2, 7",
        // powers to the right, before products and before the sign on their left.
        "2^3^2, 512",
        "(2^3)^2, 64",
        "2 * 3^2, 18",
        "2^2 * 3, 12",
        "-2^2, -4",
        "(-2)^2, 4",
        "2^-1, 0.5",
        "2^-1^2, 0.5",
        "2^-2^2, 0.0625",
        "-2^-2, -0.25",
        "1 - 2^2, -3",
    })
    void operatorsBindAsInMathematics(String text, String value) {
        assertThat(evaluate(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''          | unexpected end at column 1",
                "'   '       | unexpected end at column 4",
                "1 +         | unexpected end at column 4",
                "2 * )       | unexpected ')' at column 5",
                "1)          | unexpected ')' at column 2",
                "()          | unexpected ')' at column 2",
                "(1          | missing ')' for the '(' at column 1",
                "2 * ((1) + 3| missing ')' for the '(' at column 5",
                "(1 2)       | unexpected '2' at column 4",
                "1 2         | unexpected '2' at column 3",
                "2(3)        | unexpected '(' at column 2",
                "* 2         | unexpected '*' at column 1",
                "2 ** 3      | unexpected '*' at column 4",
                "1.2.3       | unexpected '.' at column 4",
                ".           | unexpected '.' at column 1",
                "1e          | unexpected 'e' at column 2",
                "2 * pi      | unexpected 'p' at column 5",
                "1,5         | unexpected ',' at column 2",
                "6 ÷ 2       | unexpected '÷' at column 3",
                "1 + \uD83D\uDE00 | unexpected '\uD83D\uDE00' at column 5",
                "1 \u0007 2     | unexpected '<U+0007>' at column 3",
                "1\u00a0+ 2  | unexpected '<U+00A0>' at column 2",
                "1/0         | division by zero",
                "1/(2-2)     | division by zero",
                "0^-1        | division by zero",
                "4^0.5       | exponent must be a whole number",
                "9^9^9       | more than 10000 digits",
                "9^9^9^9^9^9 | more than 10000 digits",
                "10^999999999| more than 10000 digits",
                "1e999999999 | more than 10000 digits",
                "1e9999*10   | more than 10000 digits",
            })
    void mistakesAreNamedWithTheirPlace(String text, String message) {
        assertThatThrownBy(() -> evaluate(text))
                .isInstanceOf(CalculationException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"(, 1, )", "-, 1, ''", "+, 1, ''", "1^, 1, ''", "(-, 1, )"})
    void twoHundredLevelsAreTheLimit(String opening, String core, String closing) {
        int levels = opening.equals("(-") ? 100 : 200;
        String deepest =
                opening.repeat(levels) + core + (closing == null ? "" : closing.repeat(levels));

        assertThat(evaluate(deepest)).isEqualTo("1");
        assertThatThrownBy(() -> evaluate("-(" + deepest + ")"))
                .isInstanceOf(CalculationException.class)
                .hasMessageMatching("nested deeper than 200 levels at column \\d+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "+", "2^", "2^-", "1-(", "1+2*(3^", "( -"})
    void aLineOfNothingButOpeningsIsRefusedBeforeTheStackOverflows(String opening) {
        String text = opening.repeat(LINE / opening.length());

        assertThatThrownBy(() -> evaluate(text))
                .isInstanceOf(CalculationException.class)
                .hasMessageStartingWith("nested deeper than 200 levels at column ");
    }

    @Test
    void manyOperationsOnOneLevelAreNoDepth() {
        assertThat(evaluate("1+".repeat(32_000) + "1")).isEqualTo("32001");
        assertThat(evaluate("(1)*".repeat(16_000) + "1")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7^11000/3^20000+", // the most digits divided by the most digits
                "7^11000-7^11000+",
                "(7^5500*3^10000)-",
                "2^-9999+",
                "3^20000^1^1+",
                "1+",
            })
    void evaluationEndsWhenItsTimeIsOver(String step) {
        String text = step.repeat(LINE / step.length() - 1) + "1";
        TickingClock clock = new TickingClock(Duration.ofMillis(100));

        assertThatThrownBy(() -> Expression.evaluate(text, SECOND, clock))
                .isInstanceOf(CalculationException.class)
                .hasMessage("no result within 1000 ms");
        // At the start and at each operand: the time was over at the tenth.
        assertThat(clock.readings).isEqualTo(11);
    }

    @Test
    void withoutAClockTheSystemsIsTaken() {
        assertThat(Expression.evaluate("1+2")).isEqualByComparingTo("3");
    }

    @Test
    void evaluationWithinItsTimeIsNotDisturbed() {
        TickingClock clock = new TickingClock(Duration.ofMillis(100));

        assertThat(Expression.evaluate("1+2+3+4+5+6+7+8+9", SECOND, clock))
                .isEqualByComparingTo("45");
    }

    @Test
    void theClockMayRunThroughItsLargestValue() {
        TickingClock clock = new TickingClock(Duration.ofMillis(1));
        clock.now = Long.MAX_VALUE;

        assertThat(Expression.evaluate("1+2", SECOND, clock)).isEqualByComparingTo("3");
    }

    /** By a clock that stands still: how fast the machine is decides nothing here. */
    private static String evaluate(String text) {
        BigDecimal value = Expression.evaluate(text, SECOND, () -> 0L);
        return value.toPlainString();
    }

    /** A clock that goes forward a step at each reading. */
    private static final class TickingClock implements LongSupplier {

        private final long step;
        private long now;
        private int readings;

        TickingClock(Duration step) {
            this.step = step.toNanos();
        }

        @Override
        public long getAsLong() {
            readings++;
            now += step;
            return now;
        }
    }
}
