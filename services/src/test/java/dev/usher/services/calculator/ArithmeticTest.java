package dev.usher.services.calculator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

class ArithmeticTest {

    private static final String TOO_MANY_DIGITS = "more than 10000 digits";

    @ParameterizedTest
    @CsvSource({
        "2, 3, 5",
        "0.1, 0.2, 0.3",
        "1.5, 0.5, 2",
        "-1, 1, 0",
        "1e20, 1e-20, 100000000000000000000.00000000000000000001",
    })
    void sumsAreExact(String augend, String addend, String sum) {
        assertThat(apply(Arithmetic::add, augend, addend)).isEqualTo(sum);
    }

    @ParameterizedTest
    @CsvSource({"2, 3, -1", "0.3, 0.1, 0.2", "-0.5, -0.5, 0", "1e3, 1, 999"})
    void differencesAreExact(String minuend, String subtrahend, String difference) {
        assertThat(apply(Arithmetic::subtract, minuend, subtrahend)).isEqualTo(difference);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 7, 42",
        "0.5, 2, 1",
        "-0.1, 0.1, -0.01",
        "0, -5, 0",
        "99999999999999999999, 99999999999999999999, 9999999999999999999800000000000000000001",
    })
    void productsAreExact(String multiplier, String multiplicand, String product) {
        assertThat(apply(Arithmetic::multiply, multiplier, multiplicand)).isEqualTo(product);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 3, 2",
        "1, 8, 0.125",
        "-7, 2, -3.5",
        "0, 5, 0",
        "1, 1e-3, 1000",
        "10, 1e3, 0.01",
        "12345678901234567890123456789012345678901, 1, 12345678901234567890123456789012345678901",
        // 40 decimals: an end, though far beyond 34 digits
        "1, 1099511627776, 0.0000000000009094947017729282379150390625",
    })
    void aQuotientWithAnEndIsExact(String dividend, String divisor, String quotient) {
        assertThat(apply(Arithmetic::divide, dividend, divisor)).isEqualTo(quotient);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, 0.3333333333333333333333333333333333",
        "2, 3, 0.6666666666666666666666666666666667",
        "-2, 3, -0.6666666666666666666666666666666667",
        "200, 3, 66.66666666666666666666666666666667",
        "1e40, 7, 1428571428571428571428571428571429000000",
    })
    void aQuotientWithoutAnEndHas34SignificantDigits(
            String dividend, String divisor, String quotient) {
        assertThat(apply(Arithmetic::divide, dividend, divisor)).isEqualTo(quotient);
    }

    @Test
    void aQuotientThatEndsBeyondTheLimitIsRounded() {
        BigDecimal smallest = Arithmetic.power(number("2"), number("-20000"));

        assertThat(smallest.precision()).isLessThanOrEqualTo(34);
        assertThat(smallest.multiply(number("2").pow(20_000)))
                .isBetween(number("1").subtract(number("1e-33")), number("1").add(number("1e-33")));
    }

    @Test
    void aQuotientThatEndsAtTheLimitIsExact() {
        BigDecimal divisor = number("2").pow(9_999);

        BigDecimal quotient = Arithmetic.divide(BigDecimal.ONE, divisor);

        assertThat(quotient.multiply(divisor)).isEqualByComparingTo("1");
        assertThat(quotient.scale()).isEqualTo(9_999);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-2.5"})
    void divisionByZeroIsRefused(String dividend) {
        assertThatThrownBy(() -> apply(Arithmetic::divide, dividend, "0.00"))
                .isInstanceOf(CalculationException.class)
                .hasMessage("division by zero");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 10, 1024",
        "7, 0, 1",
        "0, 0, 1",
        "0, 5, 0",
        "-2, 3, -8",
        "-2, 4, 16",
        "1.5, 2, 2.25",
        "0.1, 3, 0.001",
        "2, -1, 0.5",
        "-2, -2, 0.25",
        "0.5, -3, 8",
        "3, -1, 0.3333333333333333333333333333333333",
        "2, 3.00, 8",
        "2, 1e1, 1024",
    })
    void powersAreExactAndTheirReciprocalsAreQuotients(String base, String exponent, String power) {
        assertThat(apply(Arithmetic::power, base, exponent)).isEqualTo(power);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1e9999, 1",
        "1.0, -1e9999, 1",
        "-1, 1e9999, 1",
        "-1, 999999999999999999999, -1",
        "-1, -999999999999999999999, -1",
        "0, 1e9999, 0",
    })
    void oneAndZeroCanBeRaisedToAnything(String base, String exponent, String power) {
        assertThat(apply(Arithmetic::power, base, exponent)).isEqualTo(power);
    }

    @Test
    void zeroHasNoNegativePower() {
        assertThatThrownBy(() -> apply(Arithmetic::power, "0", "-1"))
                .isInstanceOf(CalculationException.class)
                .hasMessage("division by zero");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "-1.5", "1e-9999"})
    void exponentsWithAFractionAreRefused(String exponent) {
        assertThatThrownBy(() -> apply(Arithmetic::power, "4", exponent))
                .isInstanceOf(CalculationException.class)
                .hasMessage("exponent must be a whole number");
    }

    @ParameterizedTest
    @CsvSource({"10, 9999", "2, 33219", "3, 20959", "0.1, 9999", "1e3, 3333", "1e-3, 3333"})
    void powersJustWithinTheLimitAreExact(String base, int exponent) {
        assertThat(Arithmetic.power(number(base), BigDecimal.valueOf(exponent)))
                .isEqualByComparingTo(number(base).pow(exponent));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10000",
        "2, 33220",
        "3, 20960",
        "0.1, 10000",
        "0.1, -10000",
        "10, -10000",
        "1e3, 3334",
        "1e-3, 3334",
        "10, 999999999",
        "10, -999999999",
        "9, 387420489",
        "2, 1e9999",
        "1.1, 1e9999",
        "0.9, -1e9999",
    })
    void powersBeyondTheLimitAreRefused(String base, String exponent) {
        assertThatThrownBy(() -> apply(Arithmetic::power, base, exponent))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1000",
        "3, 1000",
        "-3, 1001",
        "9, 500",
        "10, 300",
        "999, 99",
        "1e3, 70",
        "2e3, 70",
        "0.1, 300",
        "0.3, 300",
        "1.1, 300",
        "12345.6, 300",
        "0.000012, 300"
    })
    void thePowersDigitsAreEstimatedWithoutComputingIt(String base, int exponent) {
        long digits = number(base).pow(exponent).abs().toPlainString().replace(".", "").length();

        assertThat(Arithmetic.leastDigitsOfPower(number(base), exponent))
                .isBetween((digits + 1) / 2, digits);
    }

    @Test
    void aPowerThatWouldTakeMinutesIsRefusedBeforeItIsComputed() {
        assertThatThrownBy(() -> apply(Arithmetic::power, "7".repeat(10_000), "33219"))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
    }

    @ParameterizedTest
    @CsvSource({"1e5000, 1e5000", "-1e-5000, 1e-5000", "1e9999, 10"})
    void productsBeyondTheLimitAreRefused(String multiplier, String multiplicand) {
        assertThatThrownBy(() -> apply(Arithmetic::multiply, multiplier, multiplicand))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
    }

    @Test
    void aSumOfTheLargestAndTheSmallestIsRefused() {
        assertThatThrownBy(() -> apply(Arithmetic::add, "1e9999", "1e-9999"))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
    }

    static Stream<Arguments> hostileOperands() {
        return Stream.of(
                        "1e999999999",
                        "-1e999999999",
                        "1e-999999999",
                        "1e2147483647",
                        "10e2147483647",
                        "1e-2147483647",
                        "1e10000",
                        "1e-10000")
                .flatMap(operand ->
                        Stream.<BinaryOperator<BigDecimal>>of(
                                        Arithmetic::add,
                                        Arithmetic::subtract,
                                        Arithmetic::multiply,
                                        Arithmetic::divide,
                                        Arithmetic::power)
                                .map(operation -> Arguments.of(operation, operand)));
    }

    @ParameterizedTest
    @MethodSource("hostileOperands")
    void operandsBeyondTheLimitAreRefusedOnEitherSide(
            BinaryOperator<BigDecimal> operation, String operand) {
        BigDecimal hostile = new BigDecimal(operand);

        assertThatThrownBy(() -> operation.apply(hostile, BigDecimal.ONE))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
        assertThatThrownBy(() -> operation.apply(BigDecimal.ONE, hostile))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
    }

    @Test
    void zeroIsZeroHoweverItIsScaled() {
        assertThat(Arithmetic.add(new BigDecimal("0e999999999"), new BigDecimal("0e-999999999")))
                .isEqualTo(BigDecimal.ZERO);
    }

    private static String apply(BinaryOperator<BigDecimal> operation, String left, String right) {
        return operation.apply(number(left), number(right)).toPlainString();
    }

    private static BigDecimal number(String digits) {
        return new BigDecimal(digits);
    }
}
