package dev.usher.services.calculator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Duration;
import java.util.Random;

/**
 * Random input, compared with a second opinion. Each test prints its seed; {@code -Dseed=…} runs it
 * again.
 */
class CalculatorRandomTest {

    private static final int ROUNDS = 2_000;

    private long seed;
    private Random random = new Random();

    @BeforeEach
    void seed(TestInfo test) {
        seed = Long.getLong("seed", System.nanoTime());
        random = new Random(seed);
        System.out.println(test.getDisplayName() + " seed=" + seed);
    }

    @Test
    void anExpressionHasTheValueOfTheTreeItWasWrittenFrom() {
        for (int round = 0; round < ROUNDS; round++) {
            Tree tree = tree(5);
            String text = write(tree, 0);
            BigDecimal expected;
            try {
                expected = tree.value();
            } catch (ArithmeticException divisionByZero) {
                assertThatThrownBy(() -> evaluate(text))
                        .as("seed %d: %s", seed, text)
                        .isInstanceOf(CalculationException.class)
                        .hasMessage("division by zero");
                continue;
            }
            assertThat(evaluate(text)).as("seed %d: %s", seed, text).isEqualByComparingTo(expected);
        }
    }

    @Test
    void aQuotientIsExactIfItHasAnEndAndNearestOtherwise() {
        for (int round = 0; round < ROUNDS; round++) {
            BigDecimal dividend = decimal(60);
            BigDecimal divisor = decimal(random.nextBoolean() ? 3 : 60);
            if (divisor.signum() == 0) {
                continue;
            }
            BigDecimal quotient = Arithmetic.divide(dividend, divisor);
            BigDecimal error = quotient.multiply(divisor).subtract(dividend).abs();
            String what = "seed %d: %s / %s".formatted(seed, dividend, divisor);
            if (hasAnEnd(dividend, divisor)) {
                assertThat(error).as(what).isEqualByComparingTo("0");
            } else {
                assertThat(quotient.precision()).as(what).isLessThanOrEqualTo(34);
                // The unit of the last of 34 digits; zeros at the end are not there any more.
                BigDecimal unit = quotient.ulp().movePointRight(quotient.precision() - 34);
                BigDecimal halfUnit = unit.divide(BigDecimal.TWO);
                assertThat(error)
                        .as(what)
                        .isPositive()
                        .isLessThanOrEqualTo(halfUnit.multiply(divisor.abs()));
            }
        }
    }

    @Test
    void whateverIsSentIsEvaluatedOrRefusedInOneShortLine() {
        String alphabet = "0123456789..eE++--**//^^(())  \t\u0007\u202eé\ud800x";
        for (int round = 0; round < 10 * ROUNDS; round++) {
            String text = letters(alphabet, random.nextInt(40));
            try {
                assertThat(evaluate(text).toPlainString()).matches("-?\\d+(\\.\\d*[1-9])?");
            } catch (CalculationException refused) {
                assertThat(refused.getMessage())
                        .as("seed %d: %s", seed, text)
                        .hasSizeLessThan(100)
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]");
            }
        }
    }

    private static BigDecimal evaluate(String text) {
        return Expression.evaluate(text, Duration.ofSeconds(1), () -> 0L);
    }

    private String letters(String alphabet, int count) {
        var letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return letters.toString();
    }

    private BigDecimal decimal(int maxDigits) {
        var unscaled = new BigInteger(letters("0123456789", 1 + random.nextInt(maxDigits)));
        var decimal = new BigDecimal(unscaled, random.nextInt(-5, 20));
        return random.nextBoolean() ? decimal : decimal.negate();
    }

    /** By the rule taught at school: the reduced divisor has no prime factor besides 2 and 5. */
    private static boolean hasAnEnd(BigDecimal dividend, BigDecimal divisor) {
        BigInteger top = dividend.unscaledValue();
        BigInteger rest = divisor.unscaledValue().abs();
        rest = rest.divide(rest.gcd(top));
        for (BigInteger prime : new BigInteger[] {BigInteger.TWO, BigInteger.valueOf(5)}) {
            while (rest.mod(prime).signum() == 0) {
                rest = rest.divide(prime);
            }
        }
        return rest.equals(BigInteger.ONE);
    }

    private sealed interface Tree {

        /** The value by {@link BigDecimal} alone. */
        BigDecimal value();
    }

    private record Leaf(BigDecimal value) implements Tree {}

    private record Sign(char sign, Tree operand) implements Tree {

        @Override
        public BigDecimal value() {
            return sign == '-' ? operand.value().negate() : operand.value();
        }
    }

    private record Branch(Tree left, char operator, Tree right) implements Tree {

        @Override
        public BigDecimal value() {
            return switch (operator) {
                case '+' -> left.value().add(right.value());
                case '-' -> left.value().subtract(right.value());
                case '*' -> left.value().multiply(right.value());
                case '/' -> quotient(left.value(), right.value());
                default -> power(left.value(), right.value().intValueExact());
            };
        }

        private static BigDecimal power(BigDecimal base, int exponent) {
            return exponent < 0
                    ? quotient(BigDecimal.ONE, base.pow(-exponent))
                    : base.pow(exponent);
        }

        private static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
            if (divisor.signum() == 0) {
                throw new ArithmeticException();
            }
            try {
                return dividend.divide(divisor);
            } catch (ArithmeticException endless) {
                return dividend.divide(divisor, MathContext.DECIMAL128);
            }
        }
    }

    private Tree tree(int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            return leaf(random.nextInt(1_000), random.nextInt(4));
        }
        char operator = "+-*/^s".charAt(random.nextInt(6));
        return switch (operator) {
            case 's' -> new Sign(random.nextBoolean() ? '-' : '+', tree(depth - 1));
            case '^' -> new Branch(tree(depth - 1), '^', exponent());
            default -> new Branch(tree(depth - 1), operator, tree(depth - 1));
        };
    }

    /** Small, whole, and sometimes a power or signed itself. */
    private Tree exponent() {
        return switch (random.nextInt(4)) {
            case 0 -> new Sign('-', leaf(random.nextInt(3), 0));
            case 1 -> new Branch(leaf(random.nextInt(3), 0), '^', leaf(random.nextInt(2), 0));
            default -> leaf(random.nextInt(4), 0);
        };
    }

    private static Leaf leaf(int unscaled, int scale) {
        return new Leaf(BigDecimal.valueOf(unscaled, scale));
    }

    /**
     * Writes a tree with few parentheses.
     *
     * @param binding how tightly the place binds: 0 a sum, 1 a product, 2 an operand, 3 a base
     */
    private String write(Tree tree, int binding) {
        int own;
        String text;
        switch (tree) {
            case Leaf(BigDecimal value) -> {
                own = 3;
                text = value.toPlainString();
            }
            case Sign(char sign, Tree operand) -> {
                own = 2;
                text = sign + blanks() + write(operand, 2);
            }
            case Branch(Tree left, char operator, Tree right) -> {
                own = "+-".indexOf(operator) >= 0 ? 0 : operator == '^' ? 2 : 1;
                text =
                        write(left, operator == '^' ? 3 : own)
                                + blanks()
                                + operator
                                + blanks()
                                + write(right, operator == '^' ? 2 : own + 1);
            }
        }
        boolean parentheses = own < binding || random.nextInt(10) == 0;
        return parentheses ? "(" + blanks() + text + blanks() + ")" : text;
    }

    private String blanks() {
        return letters(" \t", Math.max(0, random.nextInt(4) - 2));
    }
}
