package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two forms of what services answer. */
class ReplyTest {
    private static final Dialect JSON_RPC = new Dialect.JsonRpc("1");

    record Student(
            String name, BigDecimal grade, Optional<String> github, Workshop.Colour colour) {}

    @ParameterizedTest
    @CsvSource({
        "42, 42",
        "42.0, 42",
        "4.2E+1, 42",
        "100, 100",
        "1E+2, 100",
        "0.10, 0.1",
        "-0.50, -0.5",
        "1E-7, 0.0000001",
        "0.00, 0",
        "0E+999999999, 0",
        "0E-999999999, 0",
        "1E+999999999, 1E+999999999",
        "-1.5E-999999999, -1.5E-999999999",
        "1E+10099, 1E+10099+",
        "1E+10100, 1E+10100"
    })
    void numbersArePlainUnlessThatWouldTakeForever(BigDecimal number, String text) {
        var expected = text.endsWith("+") ? "1" + "0".repeat(10_099) : text;
        assertForms(Reply.of(number), expected, expected);
        assertForms(Reply.of(List.of(number)), "[" + expected + "]", "[" + expected + "]");
    }

    @Test
    void aNumberOfTenThousandDigitsIsWrittenWhole() {
        var digits = "7".repeat(10_000);
        assertForms(Reply.of(new BigDecimal(digits)), digits, digits);
        assertForms(
                Reply.of(new BigDecimal(digits).negate().movePointLeft(9_999)),
                "-7." + digits.substring(1),
                "-7." + digits.substring(1));
    }

    @Test
    void otherNumbersArePlainAsWell() {
        assertForms(Reply.of(42), "42", "42");
        assertForms(Reply.of(Long.MIN_VALUE), "-9223372036854775808", "-9223372036854775808");
        assertForms(Reply.of(new BigInteger("9".repeat(30))), "9".repeat(30), "9".repeat(30));
        assertForms(Reply.of(42.0), "42", "42");
        assertForms(Reply.of(1e20), "1" + "0".repeat(20), "1" + "0".repeat(20));
        assertForms(Reply.of(0.1f), "0.1", "0.1");
        assertForms(Reply.of(List.of(0.1, 1e-7f)), "[0.1,0.0000001]", "[0.1,0.0000001]");
        assertForms(Reply.of(Double.NaN), "NaN", "\"NaN\"");
    }

    @Test
    void stringsAreBareInTextAndQuotedInJson() {
        assertForms(Reply.of("a \"b\" ä😀"), "a \"b\" ä😀", "\"a \\\"b\\\" ä😀\"");
        assertForms(Reply.of(""), "", "\"\"");
        assertForms(Reply.of(Instant.EPOCH), "1970-01-01T00:00:00Z", "\"1970-01-01T00:00:00Z\"");
        assertForms(Reply.of(Duration.ofSeconds(5)), "PT5S", "\"PT5S\"");
        assertForms(Reply.of(Workshop.Colour.SKY_BLUE), "sky-blue", "\"sky-blue\"");
    }

    @Test
    void everythingElseIsCompactJson() {
        var student =
                new Student("Al", new BigDecimal("1.50"), Optional.empty(), Workshop.Colour.RED);
        var json = "{\"name\":\"Al\",\"grade\":1.5,\"github\":null,\"colour\":\"red\"}";
        assertForms(Reply.of(student), json, json);
        assertForms(Reply.of(List.of(student, true)), "[" + json + ",true]", "[" + json + ",true]");
        assertForms(Reply.of(Map.of("n", 0)), "{\"n\":0}", "{\"n\":0}");
        assertForms(Reply.of(List.of()), "[]", "[]");
    }

    @Test
    void nodesOfATreeKeepTheirNumbers() {
        var tree = Json.tree(Json.parser("{ \"a\": [1E+999999999, 1.50, 12345678901234567890] }"));
        var json = "{\"a\":[1E+999999999,1.5,12345678901234567890]}";
        assertForms(Reply.of(tree), json, json);
    }

    @Test
    void aLineCanReadOtherwiseInText() {
        assertForms(Reply.line("OK client 60644", 60644), "OK client 60644", "60644");
        assertForms(Reply.ok(), "OK", "true");
    }

    @Test
    void noAnswerIsNullWhereThereMustBeOne() {
        assertThat(Dialect.TEXT.result(Reply.none()).line()).isEmpty();
        assertThat(JSON_RPC.result(Reply.none()))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}");
    }

    @Test
    void nothingThatControlsATerminalGetsIntoALine() {
        var data = "a\r\n\t\0\u001b[2J\u007f\u0085\u2028\u2029\ud800b\udc00";
        var escaped = "\\u001b[2J\\u007f\\u0085\\u2028\\u2029\\ud800b\\udc00";
        assertForms(
                Reply.of(data),
                "a\\u000d\\u000a\\u0009\\u0000" + escaped,
                "\"a\\r\\n\\t\\u0000" + escaped + "\"");
        assertForms(
                Reply.of(Map.of(data, data)),
                "{\"a\\r\\n\\t\\u0000" + escaped + "\":\"a\\r\\n\\t\\u0000" + escaped + "\"}",
                "{\"a\\r\\n\\t\\u0000" + escaped + "\":\"a\\r\\n\\t\\u0000" + escaped + "\"}");
        assertThat(Answer.line(data).line().orElseThrow())
                .isEqualTo("a\\u000d\\u000a\\u0009\\u0000" + escaped);
    }

    private static void assertForms(Reply reply, String text, String json) {
        assertThat(Dialect.TEXT.result(reply)).hasToString(text);
        assertThat(JSON_RPC.result(reply))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + json + "}");
    }
}
