package dev.usher.services.calculator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;

class NumeralTest {

    private static final String TOO_MANY_DIGITS = "more than 10000 digits";

    @ParameterizedTest
    @CsvSource({
        "12, 12",
        "1.5, 1.5",
        ".5, 0.5",
        "5., 5",
        "5.e1, 50",
        "1e5, 100000",
        "1E-3, 0.001",
        "1.5e+2, 150",
        "007, 7",
        "+7, 7",
        "-0.50, -0.5",
        "-0, 0",
        "0.000, 0",
        "1e0000000000000000000001, 10",
        "0e999999999, 0",
    })
    void whatIsReadIsWrittenPlainly(String text, String plain) {
        assertThat(Numeral.plain(Numeral.parse(text))).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "2.0, 2",
        "9.8E+1, 98",
        "1.25E-1, 0.125",
        "1E+2, 100",
        "100.00, 100",
        "-0.50, -0.5",
        "0E-9, 0",
        "0E+9, 0",
    })
    void answersHaveNoExponentAndNoNeedlessZeros(BigDecimal value, String plain) {
        assertThat(Numeral.plain(value)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "-",
                "+-1",
                "1e",
                "1e+",
                "e5",
                "1.2.3",
                "1,5",
                " 1",
                "1 ",
                "0x10",
                "1_000",
                "1f",
                "NaN",
                "Infinity",
                "١٢",
                "½",
                "2+3"
            })
    void whatIsNoNumberIsNamed(String text) {
        assertThatThrownBy(() -> Numeral.parse(text))
                .isInstanceOf(CalculationException.class)
                .hasMessage("not a number: '" + text + "'");
    }

    @Test
    void aLongMistakeIsCutOff() {
        assertThatThrownBy(() -> Numeral.parse("x".repeat(65_536)))
                .isInstanceOf(CalculationException.class)
                .hasMessageMatching("not a number: 'x{50,60}…'");
    }

    @Test
    void charactersThatControlATerminalAreSpelledOut() {
        assertThatThrownBy(() -> Numeral.parse("a\u0007\u001b[2J\u202e\u00a0\ud800é"))
                .isInstanceOf(CalculationException.class)
                .hasMessage("not a number: 'a<U+0007><U+001B>[2J<U+202E><U+00A0><U+D800>é'");
    }

    @Test
    void tenThousandDigitsAreRead() {
        String digits = "7".repeat(5_000);

        assertThat(Numeral.plain(Numeral.parse(digits + "." + digits)))
                .isEqualTo(digits + "." + digits);
        assertThat(Numeral.plain(Numeral.parse("-" + digits + digits)))
                .isEqualTo("-" + digits + digits);
        assertThat(Numeral.plain(Numeral.parse("1e9999"))).hasSize(10_000);
        assertThat(Numeral.plain(Numeral.parse("1e-9999"))).hasSize(10_001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e10000",
                "1e-10000",
                "-1e999999999",
                "1e-999999999",
                "1e2147483647",
                "1e-2147483648",
                "10e2147483647",
                "1e99999999999999999999",
                "1e-99999999999999999999",
            })
    void numbersOfMoreDigitsAreRefused(String text) {
        assertThatThrownBy(() -> Numeral.parse(text))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_001, 65_536})
    void digitsWrittenOutBeyondTheLimitAreRefused(int count) {
        assertThatThrownBy(() -> Numeral.parse("7".repeat(count)))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
        assertThatThrownBy(() -> Numeral.parse("." + "7".repeat(count)))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "10e2147483647"})
    void numbersTooLongToWriteAreRefused(String value) {
        BigDecimal tooLong = new BigDecimal(value);

        assertThatThrownBy(() -> Numeral.plain(tooLong))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
    }
}
