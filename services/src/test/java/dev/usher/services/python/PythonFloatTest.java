package dev.usher.services.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;

class PythonFloatTest {
    private static final BigInteger ONE = BigInteger.ONE;

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-3.5, -3.5",
        "100, 100.0",
        "0.1, 0.1",
        "0.0001, 0.0001",
        "0.00012, 0.00012",
        "0.00001, 1e-05",
        "0.000012, 1.2e-05",
        "1234567890123456, 1234567890123456.0",
        "9007199254740993, 9007199254740992.0",
        "9999999999999998, 9999999999999998.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "12345678901234567, 1.2345678901234568e+16",
        "1e22, 1e+22",
        "1e23, 1e+23",
        "1e100, 1e+100",
        "4.9e-324, 5e-324",
        "9.9e-324, 1e-323",
        "1.5e-323, 1.5e-323",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
    })
    void printsAsPythonDoes(double number, String text) {
        assertThat(PythonFloat.print(number)).isEqualTo(text);
    }

    @Test
    void roundsToTheNearestAndHalfToEven() {
        var big = ONE.shiftLeft(53);
        assertThat(quotient(big.add(ONE), ONE)).isEqualTo(0x1p53);
        assertThat(quotient(big.add(BigInteger.valueOf(3)), ONE)).isEqualTo(0x1p53 + 4);
        // A hair above a half counts, however far behind the last bit that is kept.
        var hair = ONE.shiftLeft(4_000);
        assertThat(quotient(big.add(ONE).multiply(hair).add(ONE), hair)).isEqualTo(0x1p53 + 2);
        assertThat(quotient(big.add(ONE).multiply(hair).subtract(ONE), hair)).isEqualTo(0x1p53);
    }

    @Test
    void roundsOnceWhereNumbersLoseTheirBits() {
        var least = ONE.shiftLeft(1_074); // the divisor that makes 1 the least number there is
        assertThat(quotient(ONE, least)).isEqualTo(Double.MIN_VALUE);
        assertThat(quotient(ONE, least.shiftLeft(1))).isZero();
        assertThat(quotient(ONE.shiftLeft(64).add(ONE), least.shiftLeft(65)))
                .isEqualTo(Double.MIN_VALUE);
        assertThat(quotient(BigInteger.valueOf(3), least.shiftLeft(1)))
                .isEqualTo(2 * Double.MIN_VALUE);
        var belowNormal = ONE.shiftLeft(53).subtract(ONE); // a half below the least normal number
        assertThat(quotient(belowNormal, least.shiftLeft(1))).isEqualTo(Double.MIN_NORMAL);
    }

    @Test
    void theLargestQuotientIsTheLargestNumber() {
        var largest = ONE.shiftLeft(1_024).subtract(ONE.shiftLeft(971));
        assertThat(quotient(largest, ONE)).isEqualTo(Double.MAX_VALUE);
        var halfAStepMore = largest.add(ONE.shiftLeft(970));
        assertThat(quotient(halfAStepMore.subtract(ONE), ONE)).isEqualTo(Double.MAX_VALUE);
        assertThatThrownBy(() -> quotient(halfAStepMore, ONE))
                .isInstanceOf(ArithmeticException.class);
        assertThat(quotient(BigInteger.TEN.pow(4_000), BigInteger.TEN.pow(3_999))).isEqualTo(10);
    }

    @Test
    void zeroHasTheSignOfTheDivisorAndUnderflowThatOfTheQuotient() {
        var huge = BigInteger.TEN.pow(4_000);
        assertThat(PythonFloat.print(quotient(BigInteger.ZERO, BigInteger.TWO))).isEqualTo("0.0");
        assertThat(PythonFloat.print(quotient(BigInteger.ZERO, BigInteger.TWO.negate())))
                .isEqualTo("-0.0");
        assertThat(PythonFloat.print(quotient(ONE.negate(), huge))).isEqualTo("-0.0");
        assertThat(PythonFloat.print(quotient(ONE.negate(), huge.negate()))).isEqualTo("0.0");
        assertThatThrownBy(() -> quotient(ONE, BigInteger.ZERO))
                .isInstanceOf(ArithmeticException.class);
    }

    private static double quotient(BigInteger dividend, BigInteger divisor) {
        return PythonFloat.quotient(dividend, divisor);
    }
}
