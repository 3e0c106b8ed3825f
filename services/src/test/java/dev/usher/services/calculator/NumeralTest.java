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
        "0.000, 0",
        "1e0000000000000000000001, 10",
        "0e999999999, 0",
    })
    void whatIsWrittenIsRead(String text, BigDecimal value) {
        assertThat(read(text)).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "-",
                "+1",
                "-1",
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
    void whatIsNoNumberDoesNotMatch(String text) {
        assertThat(Numeral.UNSIGNED.matcher(text).matches()).isFalse();
    }

    @Test
    void tenThousandDigitsAreRead() {
        String digits = "7".repeat(5_000);

        assertThat(read(digits + "." + digits).toPlainString()).isEqualTo(digits + "." + digits);
        assertThat(read("1e9999").toPlainString()).hasSize(10_000);
        assertThat(read("1e-9999").toPlainString()).hasSize(10_001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e10000",
                "1e-10000",
                "1e999999999",
                "1e-999999999",
                "1e2147483647",
                "1e-2147483648",
                "10e2147483647",
                "1e99999999999999999999",
                "1e-99999999999999999999",
            })
    void numbersOfMoreDigitsAreRefused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_001, 65_536})
    void digitsWrittenOutBeyondTheLimitAreRefused(int count) {
        assertThatThrownBy(() -> read("7".repeat(count)))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
        assertThatThrownBy(() -> read("." + "7".repeat(count)))
                .isInstanceOf(CalculationException.class)
                .hasMessage(TOO_MANY_DIGITS);
    }

    private static BigDecimal read(String text) {
        var matcher = Numeral.UNSIGNED.matcher(text);
        assertThat(matcher.matches()).isTrue();
        return Numeral.value(matcher);
    }
}
