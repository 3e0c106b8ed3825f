package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Commands over JSON-RPC: ids, params, errors, and what lies beyond the specification. */
class JsonRpcTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-0",
                "0.10",
                "1e2",
                "1E+999999999",
                "1e99999999999",
                "9007199254740993",
                "\"a\"",
                "\"\"",
                "\"\\u0041\\/\\ud800\"",
                "\"ä😀\"",
                "null"
            })
    void anIdIsEchoedExactlyAsItWasWritten(String id) throws Exception {
        assertThat(
                        answer(
                                "{\"jsonrpc\":\"2.0\",\"id\": "
                                        + id
                                        + " ,\"method\":\"say\",\"params\":[\"x\"]}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"x\"}");
    }

    @Test
    void anIdIsEchoedExactlyFromTheEndOfALongLine() throws Exception {
        var text = "ä".repeat(20_000);
        assertThat(
                        answer(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"say\",\"params\":[\""
                                        + text
                                        + "\"],\"id\":\"é\\n\"}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"é\\n\",\"result\":\"" + text + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "[]", "{\"a\":[1]}"})
    void anIdOfAnotherTypeIsNoId(String id) throws Exception {
        assertThat(answer("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"add\"}"))
                .isEqualTo(
                        error(
                                "null",
                                -32600,
                                "Invalid Request: id is neither a string nor a number nor null"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"id\":1,\"method\":\"ack\"} | jsonrpc is not \\\"2.0\\\"",
                "{\"id\":1,\"jsonrpc\":2.0,\"method\":\"ack\"} | jsonrpc is not \\\"2.0\\\"",
                "{\"id\":1,\"jsonrpc\":\"1.0\",\"method\":\"ack\"} | jsonrpc is not \\\"2.0\\\"",
                "{\"id\":1,\"jsonrpc\":[\"2.0\"],\"method\":\"ack\"} | jsonrpc is not \\\"2.0\\\"",
                "{\"id\":1,\"jsonrpc\":\"2.0\"} | method is not a string",
                "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":{\"a\":1}} | method is not a string",
                "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"ack\",\"params\":1} | params are"
                        + " neither an array nor an object",
            })
    void whatIsNoRequestIsAnsweredWithTheIdItHas(String line, String why) throws Exception {
        assertThat(answer(line)).isEqualTo(error("1", -32600, "Invalid Request: " + why));
    }

    @Test
    void membersComeInAnyOrderAndOthersAreIgnored() throws Exception {
        assertThat(
                        answer(
                                "{\"x\":{\"id\":2},\"params\":[1,2],\"y\":[[]],\"method\":\"add\",\"id\":1,\"jsonrpc\":\"2.0\",\"z\":null}"))
                .isEqualTo(result("3"));
    }

    @Test
    void blanksBeforeTheBraceCount() throws Exception {
        assertThat(answer(" \t " + call("add", "[1,2]"))).isEqualTo(result("3"));
    }

    @Test
    void paramsComeByNameOrByPosition() throws Exception {
        assertThat(answer(call("add", "[40.0,2]"))).isEqualTo(result("42"));
        assertThat(answer(call("add", "{\"b\":2,\"a\":40.0}"))).isEqualTo(result("42"));
        assertThat(answer(call("paint", "[\"red\",true]")))
                .isEqualTo(result("[\"red\",true,null]"));
        assertThat(
                        answer(
                                call(
                                        "paint",
                                        "{\"colour\":\"sky-blue\",\"glossy\":\"false\",\"maxCoats\":2}")))
                .isEqualTo(result("[\"sky-blue\",false,2]"));
    }

    @Test
    void noParamsAreNullOrNothing() throws Exception {
        assertThat(answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ack\"}"))
                .isEqualTo(result("null"));
        assertThat(answer(call("ack", "null"))).isEqualTo(result("null"));
        assertThat(answer(call("ack", "[]"))).isEqualTo(result("null"));
        assertThat(answer(call("ack", "{}"))).isEqualTo(result("null"));
    }

    @Test
    void numbersMayBeStrings() throws Exception {
        assertThat(answer(call("add", "[\"0.1\",\"2e-1\"]"))).isEqualTo(result("0.3"));
        assertThat(answer(call("count", "[\"7\",1e1]"))).isEqualTo(result("17"));
    }

    @Test
    void nullIsAnOptionalThatWasLeftOut() throws Exception {
        assertThat(answer(call("check-in", "[\"a\",1,null]"))).isEqualTo(result("1"));
        assertThat(answer(call("insert", "[\"t\",{},null]")))
                .isEqualTo(result("{\"table\":\"t\",\"row\":{}}"));
    }

    @Test
    void nullIsAJsonValueLikeAnyOther() throws Exception {
        assertThat(answer(call("insert", "{\"table\":\"t\",\"row\":null}")))
                .isEqualTo(result("{\"table\":\"t\",\"row\":null}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "add      | [1]               | b is missing",
                "add      | {\"b\":1}         | a is missing",
                "add      | [null,1]          | a is missing",
                "add      | [1,2,3]           | too many params",
                "add      | {\"a\":1,\"b\":2,\"c\":3} | unknown param 'c'",
                "add      | [1,true]          | b is not a number",
                "add      | [1,\"x\"]         | b is not a number: 'x'",
                "add      | [1,\"1e99999999999\"] | b is out of range",
                "count    | [1,1.5]           | repetitions is not a whole number",
                "count    | [1,1E+999999999]  | repetitions is out of range: -2147483648 to"
                        + " 2147483647",
                "say      | [1]               | text is not a string",
                "paint    | [\"red\",1]       | glossy is none of false, true",
                "paint    | [1,true]          | colour is none of red, sky-blue",
                "paint    | [\"red\",true,0]  | maxCoats is below 1",
                "insert   | [\"t\"]           | row is missing",
                "quit     | [1]               | too many params",
            })
    void wrongParamsAreNamed(String method, String params, String why) throws Exception {
        assertThat(answer(call(method, params)))
                .isEqualTo(error("1", -32602, "Invalid params: " + why));
    }

    @Test
    void aParamThatIsMissingIsNotMadeUpForByOneThatIsUnknown() throws Exception {
        assertThat(answer(call("check-in", "{\"github\":\"a\",\"sid\":1,\"name\":\"x\"}")))
                .isEqualTo(error("1", -32602, "Invalid params: unknown param 'name'"));
    }

    @Test
    void aRejectionKeepsItsCode() throws Exception {
        assertThat(answer(call("refuse", "[\"offline\",\"no \\\"such\\\" device\"]")))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32001,\"message\":\"no"
                                + " \\\"such\\\" device\",\"data\":{\"code\":\"offline\"}}}");
    }

    @Test
    void aDefectIsAnInternalErrorAndToldToTheOperatorAlone() throws Exception {
        assertThat(answer(call("fail", "[\"secret\"]")))
                .isEqualTo(error("1", -32603, "Internal error"));
        assertThat(servers.events().await(Event.HandlerFailed.class).cause()).hasMessage("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add\",\"params\":[1,2]",
                "refuse\",\"params\":[\"a\",\"b\"]",
                "nothing\"",
                "add\"",
                "fail\",\"params\":[\"x\"]",
                "ack\"",
                "help\""
            })
    void aNotificationIsNeverAnsweredWhateverBecomesOfIt(String methodAndParams) throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"" + methodAndParams + "}\nadd 1 2\nquit\n");
        assertThat(client.readLinesToEnd()).containsExactly("3", "bye");
    }

    @Test
    void quitClosesTheConnectionAfterItsAnswer() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"quit\"}\nadd 1 2\n");
        assertThat(client.readLinesToEnd()).containsExactly(result("\"bye\""));
    }

    @Test
    void quitAsANotificationClosesTheConnectionWithoutAWord() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"quit\"}\nadd 1 2\n");
        assertThat(client.readLinesToEnd()).isEmpty();
    }

    @Test
    void aBatchHasItsLimit() throws Exception {
        assertThat(answer(batch(1_000))).startsWith("[{").endsWith("}]").hasSizeGreaterThan(30_000);
        assertThat(answer(batch(1_001)))
                .isEqualTo(error("null", -32600, "Invalid Request: more than 1000 in a batch"));
    }

    private static String batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> "{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"ack\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String answer(String line) throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send(line + "\n");
        client.endOutput();
        List<String> answers = client.readLinesToEnd();
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private static String call(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                + method
                + "\",\"params\":"
                + params
                + "}";
    }

    private static String result(String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}";
    }

    private static String error(String id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"error\":{\"code\":"
                + code
                + ",\"message\":\""
                + message
                + "\"}}";
    }
}
