package dev.usher.services.calculator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

class TextbookCalculatorTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private Server start() throws IOException {
        return servers.start(new TextbookCalculator().on(Server.on(0)));
    }

    @ParameterizedTest
    @CsvSource({
        "add 5 3, 8",
        "subtract 5 3, 2",
        "subtract 3 5, -2",
        "multiply -7 6, -42",
        "add +1 -0, 1",
        "add 1_000 ٣, 1003",
        "multiply 99999999999999999999 99999999999999999999,"
                + " 9999999999999999999800000000000000000001",
        "divide 7 2, 3.5",
        "divide 6 3, 2.0",
        "divide 1 3, 0.3333333333333333",
        "divide 2 3, 0.6666666666666666",
        "divide 0 5, 0.0",
        "divide 0 -5, -0.0",
        "divide 1 10000, 0.0001",
        "divide 1 100000, 1e-05",
        "divide 10000000000000000000000 1, 1e+22",
        "divide 9007199254740993 1, 9007199254740992.0",
    })
    void calculatesAsPythonDoes(String request, String answer) {
        assertThat(TextbookCalculator.answer(request)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "divide 1 0",
                "divide 0 0",
                "mod 1 2",
                "ADD 1 2",
                "add 1.5 2",
                "add 1 2 3",
                "add 1",
                "add 1 x",
                "add 1 _2",
                "x",
                "",
                " ",
                "\uFEFFadd 1 2",
                "1 add 2",
            })
    void whatHasNoResultIsAnError(String request) {
        assertThat(TextbookCalculator.answer(request)).isEqualTo("Error");
    }

    @Test
    void anyWhiteSpaceIsBetweenWordsAndAround() {
        assertThat(TextbookCalculator.answer("\t add\u00a0 5\r\n3\u2003\n")).isEqualTo("8");
    }

    @Test
    void numbersHaveUpTo4300DigitsAndQuotientsFit() {
        var nines = "9".repeat(4_300);
        var answer = TextbookCalculator.answer("add " + nines + " 0");
        assertThat(answer).isEqualTo(nines);
        assertThat(TextbookCalculator.answer("add " + nines + " 1")).isEqualTo("Error");
        assertThat(TextbookCalculator.answer("add 1" + nines + " 1")).isEqualTo("Error");
        assertThat(TextbookCalculator.answer("multiply " + nines + " 10")).isEqualTo("Error");
        assertThat(TextbookCalculator.answer("divide " + nines + " " + nines)).isEqualTo("1.0");
        assertThat(TextbookCalculator.answer("divide " + nines + " 1")).isEqualTo("Error");
        assertThat(TextbookCalculator.answer("divide 1 " + nines)).isEqualTo("0.0");
    }

    @Test
    void aClientOfOneRequestIsAnsweredWithoutANewline() throws Exception {
        var client = servers.connect(start());
        client.send("add 5 3");
        client.endOutput();
        assertThat(client.readToEnd()).asString().isEqualTo("8");
    }

    @Test
    void aClientThatStaysHasAnAnswerToEachRequest() throws Exception {
        var client = servers.connect(start());
        client.send("add 5 3");
        assertThat(client.read(1)).asString().isEqualTo("8");
        client.send("divide 1 0");
        assertThat(client.read(5)).asString().isEqualTo("Error");
        client.send("divide 1 3\n");
        assertThat(client.read(18)).asString().isEqualTo("0.3333333333333333");
        assertThat(client.available()).isZero();
    }

    @Test
    void aDigitThatIsCutInTwoWaitsForItsRest() throws Exception {
        var client = servers.connect(start());
        var request = "add 5 ٣".getBytes(StandardCharsets.UTF_8);
        client.sendInPieces(request, request.length - 1);
        assertThat(client.read(1)).asString().isEqualTo("8");
    }

    @Test
    void whatIsNotUtf8IsAnErrorAndTheClientGoesOn() throws Exception {
        var client = servers.connect(start());
        client.send(new byte[] {'a', 'd', 'd', ' ', '1', ' ', (byte) 0xff});
        assertThat(client.read(5)).asString().isEqualTo("Error");
        client.send("add 1 1");
        assertThat(client.read(1)).asString().isEqualTo("2");
    }
}
