package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lines that somebody made to hurt. Each is answered, soon, and the next one too. */
@Timeout(20)
class HostileLinesTest {
    private static final int LONGEST = 64 * 1024;
    private static final String HEAD = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":";
    private static final String LIMITS =
            "Parse error: deeper than 200 levels, or a number too long or too large\"";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    /** A line, and what its answer begins with. */
    record Line(String name, String line, String answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Line> lines() {
        var parseError =
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"";
        return Stream.of(
                new Line("deep array", "[".repeat(LONGEST), parseError + LIMITS),
                new Line("deep object", "{\"a\":".repeat(LONGEST / 5), parseError + LIMITS),
                new Line(
                        "deep params",
                        HEAD + "\"say\",\"params\":" + "[".repeat(199) + "]".repeat(199) + "}",
                        HEAD.substring(0, 24) + "\"error\":{\"code\":-32602"),
                new Line(
                        "too deep params",
                        HEAD + "\"say\",\"params\":" + "[".repeat(200) + "]".repeat(200) + "}",
                        parseError + LIMITS),
                new Line(
                        "deep argument",
                        "insert t " + "[".repeat(200) + "]".repeat(200),
                        "{\"table\":\"t\",\"row\":[["),
                new Line(
                        "too deep argument",
                        "insert t " + "[".repeat(201) + "]".repeat(201),
                        "ERROR invalid ROW is not a JSON value"),
                new Line(
                        "open quotation",
                        "check-in \"" + "x".repeat(60_000),
                        "ERROR invalid GITHUB is not a string in quotes: '\"xxx"),
                new Line(
                        "quotations",
                        "check-in " + "\"\" ".repeat(20_000),
                        "ERROR invalid SID is not a number: '' "),
                new Line("blanks", " ".repeat(LONGEST - 7) + "add 1 2", "3"),
                new Line("long word", "x".repeat(LONGEST), "ERROR unknown-command xxxx"),
                new Line("long rest", "say " + "x".repeat(LONGEST - 4), "xxxxxxxx"),
                new Line("controls", "say \u0000\u001b[2J\u007f", "\\u0000\\u001b[2J\\u007f"),
                new Line("controls in a name", "x\u001b[2J", "ERROR unknown-command x\\u001b[2J "),
                new Line(
                        "controls in an argument",
                        "add \u0007 1",
                        "ERROR invalid A is not a number: '\\u0007'"),
                new Line(
                        "controls in a string",
                        HEAD + "\"say\",\"params\":[\"\\u0000\\r\\n\\u0085\"]}",
                        HEAD.substring(0, 24) + "\"result\":\"\\u0000\\r\\n\\u0085\""),
                new Line(
                        "raw controls in a string",
                        HEAD + "\"say\",\"params\":[\"\u0001\"]}",
                        parseError + "Parse error: no JSON at column 51"),
                new Line(
                        "half a pair",
                        HEAD + "\"say\",\"params\":[\"\\udc00x\\ud800\"]}",
                        HEAD.substring(0, 24) + "\"result\":\"\\udc00x\\ud800\""),
                new Line("half a pair in a word", "check-in \"\\ud800\" 1", "OK \\ud800 ?"),
                new Line(
                        "huge exponent for a whole number",
                        HEAD + "\"count\",\"params\":[1E+999999999,1]}",
                        HEAD.substring(0, 24)
                                + "\"error\":{\"code\":-32602,\"message\":\"Invalid params: start"
                                + " is out of range"),
                new Line(
                        "huge exponents",
                        HEAD
                                + "\"insert\",\"params\":[\"t\",[1E+999999999,-1E-999999999,1E+2147483647]]}",
                        HEAD.substring(0, 24)
                                + "\"result\":{\"table\":\"t\",\"row\":[1E+999999999,-1E-999999999,1E+2147483647]}"),
                new Line(
                        "exponent beyond all",
                        HEAD + "\"insert\",\"params\":[\"t\",1e99999999999]}",
                        parseError + LIMITS),
                new Line(
                        "long number",
                        HEAD + "\"insert\",\"params\":[\"t\"," + "9".repeat(10_100) + "]}",
                        HEAD.substring(0, 24) + "\"result\":{\"table\":\"t\",\"row\":9999"),
                new Line(
                        "longer number",
                        HEAD + "\"insert\",\"params\":[\"t\"," + "9".repeat(10_101) + "]}",
                        parseError + LIMITS),
                new Line(
                        "long fraction",
                        HEAD + "\"insert\",\"params\":[\"t\",0." + "9".repeat(60_000) + "]}",
                        parseError + LIMITS),
                new Line(
                        "long id",
                        "{\"jsonrpc\":\"2.0\",\"id\":" + "9".repeat(60_000) + "}",
                        parseError + LIMITS),
                new Line(
                        "duplicates",
                        HEAD + "\"say\",\"id\":2}",
                        parseError + "Parse error: no JSON at column "),
                new Line(
                        "duplicates inside",
                        HEAD + "\"insert\",\"params\":[\"t\",{\"a\":1,\"\\u0061\":2}]}",
                        parseError),
                new Line(
                        "something after it",
                        HEAD + "\"ack\"} {}",
                        parseError + "Parse error: something follows at column 41"),
                new Line("a second line in one", "{} add 1 2", parseError + "Parse error: no JSON"),
                new Line("comments", "{/* */}", parseError),
                new Line("single quotes", "{'jsonrpc':'2.0'}", parseError),
                new Line("not a number", "[NaN]", parseError),
                new Line(
                        "many members",
                        "{" + "\"a%d\":1,".repeat(5_000).formatted(numbers(5_000)) + "\"b\":1}",
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600"),
                new Line(
                        "many requests",
                        "[" + "1,".repeat(32_000) + "1]",
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600"),
                new Line(
                        "long method",
                        HEAD + "\"" + "x".repeat(60_000) + "\"}",
                        HEAD.substring(0, 24)
                                + "\"error\":{\"code\":-32601,\"message\":\"Method not found: xxx"),
                new Line(
                        "types of Java",
                        HEAD + "\"insert\",\"params\":[\"t\",{\"@class\":\"java.lang.Runtime\"}]}",
                        HEAD.substring(0, 24)
                                + "\"result\":{\"table\":\"t\",\"row\":{\"@class\":\"java.lang.Runtime\"}}"));
    }

    private static Object[] numbers(int count) {
        return IntStream.range(0, count).boxed().toArray();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void isAnsweredInOneLineLikeAnyOther(Line line) throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send(line.line() + "\nadd 40 2\n");
        client.endOutput();
        List<String> answers = client.readLinesToEnd();
        assertThat(answers).hasSize(2);
        assertThat(answers.getFirst()).startsWith(line.answer());
        assertThat(answers.getLast()).isEqualTo("42");
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }

    @Test
    void noAnswerNamesAClass() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        for (var line : lines().map(Line::line).toList()) {
            client.send(line + "\n");
            assertThat(client.readLine())
                    .doesNotContainPattern("tools\\.|dev\\.|Exception|Constraints|Jackson");
        }
    }
}
