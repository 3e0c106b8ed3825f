package dev.usher.services.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;

class PythonIntegerTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "+7, 7",
        "007, 7",
        "-12, -12",
        "1_000_000, 1000000",
        "0_0, 0",
        "٣, 3",
        "-१२, -12",
        "𝟜2, 42",
        "123456789012345678901234567890, 123456789012345678901234567890",
    })
    void readsWhatPythonReads(String word, BigInteger number) {
        assertThat(PythonInteger.parse(word)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "+", "-", "_", "+-1", "--1", "1-", "_1", "1_", "1__0", "+_1", "1.5", "1e3",
                "0x10", "²", "五", "−1", "1 0", "\u0000", "\uD835"
            })
    void refusesWhatPythonRefuses(String word) {
        assertThatThrownBy(() -> PythonInteger.parse(word))
                .isInstanceOf(NumberFormatException.class)
                .hasMessage("that is not a whole number");
    }

    @Test
    void numbersHave4300DigitsAtMostWhenTheyAreRead() {
        var longest = "9".repeat(4_300);
        assertThat(PythonInteger.parse("-" + longest)).isEqualTo(new BigInteger("-" + longest));
        assertThat(PythonInteger.parse("1" + "_0".repeat(4_299)))
                .isEqualTo(BigInteger.TEN.pow(4_299));
        assertThatThrownBy(() -> PythonInteger.parse("0".repeat(4_301)))
                .isInstanceOf(NumberFormatException.class)
                .hasMessage("a number has more than 4,300 digits");
    }

    @Test
    void numbersHave4300DigitsAtMostWhenTheyArePrinted() {
        var least = BigInteger.TEN.pow(4_300).subtract(BigInteger.ONE).negate();
        assertThat(PythonInteger.print(least)).isEqualTo("-" + "9".repeat(4_300));
        assertThatThrownBy(() -> PythonInteger.print(least.subtract(BigInteger.ONE)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("the result has more than 4,300 digits");
    }
}
