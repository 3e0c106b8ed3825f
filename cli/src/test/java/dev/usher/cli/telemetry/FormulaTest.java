package dev.usher.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {
    @ParameterizedTest
    @CsvSource({
        "2+3*4, 14",
        "(2+3)*4, 20",
        "2^3^2, 512",
        "-2^2, -4",
        "7-2-1, 4",
        "8/2/2, 2",
        "1e3 + .5, 1000.5",
        "t, 30",
        "20 + 5*sin(pi*t/60), 25",
        "floor(t/7), 4",
        "sqrt(abs(0-16)), 4",
        "log(exp(2)), 2",
        "round(2.6)+cos(0), 4",
    })
    void comesToANumber(String formula, double value) {
        assertThat(new Formula(formula).at(30)).isEqualTo(value);
    }

    @Test
    void isEvaluatedAgainAndAgain() {
        var formula = new Formula("2*t");
        assertThat(formula.at(1)).isEqualTo(2);
        assertThat(formula.at(2)).isEqualTo(4);
        assertThat(new Formula("random").at(0)).isBetween(0.0, 1.0);
        assertThat(new Formula("1/0").at(0)).isInfinite();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "~~, '' is no formula: it ends too early",
                "2+, '2+' is no formula: it ends too early",
                "(2, '(2' is no formula: it ends too early",
                "2), '2)' is no formula from ')' on",
                "sin t, 'sint' is no formula from 'sint' on",
                "x, 'x' is no formula from 'x' on",
                "2..3, '2..3' is no formula from '.3' on",
            })
    void saysWhatIsNone(String text, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Formula(text))
                .withMessage(sentence);
    }

    @Test
    void isNeitherDeepNorLong() {
        assertThat(new Formula("-".repeat(98) + "1").at(0)).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Formula("-".repeat(101) + "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Formula("(".repeat(101)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Formula("1".repeat(1_001)));
    }
}
