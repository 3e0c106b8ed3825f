package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.Optional;

/** How clients may write numbers. */
class NumbersTest {
    private final Grammar<Workshop> grammar = new Grammar<>(Workshop.class);

    @ParameterizedTest
    @CsvSource({
        "2, 2",
        "-2.50, -2.50",
        "+.5, 0.5",
        "5., 5",
        "1e3, 1E+3",
        "1E-3, 0.001",
        "1E+999999999, 1E+999999999",
        "0e-999999999, 0E-999999999"
    })
    void aNumberIsADecimal(String written, BigDecimal value) {
        assertThat(command("add " + written + " 0"))
                .isEqualTo(new Workshop.Add(value, decimal("0")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1x",
                "0x1",
                "1_000",
                "1,5",
                ".",
                "+",
                "-",
                "e5",
                "1e",
                "1e+",
                "1.2.3",
                "--1",
                "٣",
                "NaN",
                "Infinity",
                "1d",
                "\" 1\"",
                "\"\""
            })
    void whatOnlyLooksLikeANumberIsNone(String word) {
        assertThat(problem("add 1 " + word))
                .startsWith("ERROR invalid B is not a number: '")
                .endsWith("' (usage: add A B)");
    }

    @Test
    void aNumberThatNobodyNeedsIsOutOfRange() {
        assertThat(problem("add 1 1e99999999999")).contains("B is out of range");
        assertThat(problem("add 1 " + "9".repeat(10_101))).contains("B has more than 10100 char");
        assertThat(command("add 1 " + "9".repeat(10_100))).isInstanceOf(Workshop.Add.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647, 2147483647",
        "-2147483648, -2147483648",
        "5.0, 5",
        "1e3, 1000",
        "70e-1, 7",
        "0e999999999, 0",
        "-0, 0"
    })
    void aWholeNumberMayBeWrittenInAnyWay(String written, int value) {
        assertThat(command("count " + written + " 0")).isEqualTo(new Workshop.Count(value, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2147483648",
                "-2147483649",
                "1e10",
                "1E+999999999",
                "9223372036854775808",
                "-1e999999999",
                "1e19"
            })
    void aWholeNumberThatDoesNotFitIsOutOfRange(String written) {
        assertThat(problem("count " + written + " 0"))
                .isEqualTo(
                        "ERROR invalid START is out of range: -2147483648 to 2147483647"
                                + " (usage: [count] START REPETITIONS)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e-1", "1E-999999999", "15e-1"})
    void aFractionIsNoWholeNumber(String written) {
        assertThat(problem("count " + written + " 0")).contains("START is not a whole number");
    }

    @Test
    void longsReachFurther() {
        assertThat(command("check-in a 9223372036854775807"))
                .isEqualTo(new Workshop.CheckIn("a", Long.MAX_VALUE, Optional.empty()));
        assertThat(command("check-in a -9223372036854775808"))
                .isEqualTo(new Workshop.CheckIn("a", Long.MIN_VALUE, Optional.empty()));
        assertThat(problem("check-in a 9223372036854775808")).contains("SID is out of range");
    }

    private Workshop command(String line) {
        return grammar.read(line).commands().getFirst();
    }

    private String problem(String line) {
        var intent = ((Single<Workshop>) grammar.read(line)).intent();
        return ((Intent.Refuse<Workshop>) intent).problem().line();
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }
}
