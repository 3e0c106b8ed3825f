package dev.usher.services.calculator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The calculator as its clients see it. */
class CalculatorTest {
    private static final int PIPELINED = 20_000;
    private static final String REQUESTS =
            """
            add 2 3
            divide 1 0

            2 * (3 + 4) ^ 2
            {"jsonrpc":"2.0","id":7,"method":"multiply","params":{"a":6,"b":7}}
            frobnicate 1 ä
            1/3
            """;
    private static final String ANSWERS =
            """
            5
            ERROR invalid division by zero
            98
            {"jsonrpc":"2.0","id":7,"result":42}
            ERROR unknown-command frobnicate (try: help)
            0.3333333333333333333333333333333333
            """;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    add 2 3              | 5
                    add 0.1 0.2          | 0.3
                    add +.5 5.           | 5.5
                    subtract 2 3         | -1
                    multiply 1.50 2      | 3
                    divide 6 3           | 2
                    divide 7 2           | 3.5
                    divide 1 3           | 0.3333333333333333333333333333333333
                    divide 1 0           | ERROR invalid division by zero
                    power 2 10           | 1024
                    power 2 -1           | 0.5
                    power 2 0.5          | ERROR invalid exponent must be a whole number
                    add 1e3 0            | 1000
                    add 1E+999999999 1   | ERROR invalid more than 10000 digits
                    power 9 999999999    | ERROR invalid more than 10000 digits
                    2 * (3 + 4) ^ 2      | 98
                    -2^2                 | -4
                    (1 + 2)              | 3
                    .5                   | 0.5
                    evaluate 1+1         | 2
                    evaluate (1 + 1)     | 2
                    1 +                  | ERROR invalid unexpected end at column 4
                    "1 + 1"              | ERROR invalid unexpected '"' at column 1
                    evaluate             | ERROR invalid EXPRESSION is missing (usage: [evaluate] EXPRESSION...)
                    add 2                | ERROR invalid B is missing (usage: add A B)
                    add 2 x              | ERROR invalid B is not a number: 'x' (usage: add A B)
                    add 2 3 4            | ERROR invalid too many arguments (usage: add A B)
                    ADD 2 3              | ERROR unknown-command ADD (try: help)
                    help add             | add A B: adds two numbers (A: number, B: number)
                    """)
    void linesOfTextAreAnsweredInText(String request, String answer) throws Exception {
        assertThat(answer(request)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    multiply | {"a":6,"b":7}            | 42
                    multiply | {"b":"7","a":6.0}        | 42
                    multiply | [6,"7.0"]                | 42
                    divide   | [1,3]                    | 0.3333333333333333333333333333333333
                    evaluate | ["2 * (3 + 4) ^ 2"]      | 98
                    evaluate | {"expression":"1+1"}     | 2
                    power    | {"base":2,"exponent":3}  | 8
                    """)
    void jsonIsAnsweredInJson(String method, String params, String number) throws Exception {
        assertThat(answer(call(method, params))).isEqualTo(result(number));
    }

    @Test
    void whatHasNoResultIsAnErrorInJsonToo() throws Exception {
        assertThat(answer(call("divide", "[1,0]")))
                .isEqualTo(
                        """
                        {"jsonrpc":"2.0","id":7,"error":{"code":-32001,\
                        "message":"division by zero","data":{"code":"invalid"}}}\
                        """);
        assertThat(answer(call("add", "[1E+999999999,1]")))
                .isEqualTo(
                        """
                        {"jsonrpc":"2.0","id":7,"error":{"code":-32001,\
                        "message":"more than 10000 digits","data":{"code":"invalid"}}}\
                        """);
        assertThat(answer(call("add", "[1]")))
                .isEqualTo(
                        """
                        {"jsonrpc":"2.0","id":7,"error":{"code":-32602,\
                        "message":"Invalid params: b is missing"}}\
                        """);
    }

    @Test
    void aResultOfTenThousandDigitsIsWrittenWhole() throws Exception {
        assertThat(answer("power 10 9999")).isEqualTo("1" + "0".repeat(9_999));
        assertThat(answer(call("power", "[10,-9999]")))
                .isEqualTo(result("0." + "0".repeat(9_998) + "1"));
    }

    @Test
    void requestsSplitAtAnyByteGetTheSameAnswers() throws Exception {
        var server = servers.start(new Calculator().on(Server.on(0)));
        var bytes = REQUESTS.getBytes(StandardCharsets.UTF_8);
        for (int split = 0; split < bytes.length; split++) {
            var client = servers.connect(server);
            client.sendInPieces(bytes, split);
            client.endOutput();
            assertAnswers(client, "split at " + split);
        }
    }

    @Test
    void requestsThatArriveByteByByteGetTheSameAnswers() throws Exception {
        var client = connect();
        client.sendByteByByte(REQUESTS.getBytes(StandardCharsets.UTF_8));
        client.endOutput();
        assertAnswers(client, "byte by byte");
    }

    @Test
    void linesMayEndWithACarriageReturnAsWell() throws Exception {
        var client = connect();
        client.send(REQUESTS.replace("\n", "\r\n"));
        client.endOutput();
        assertAnswers(client, "CRLF");
    }

    private static void assertAnswers(TestClient client, String how) throws Exception {
        assertThat(client.readToEnd()).as(how).asString(StandardCharsets.UTF_8).isEqualTo(ANSWERS);
    }

    @Test
    void thousandsOfRequestsInOneWriteAreAllAnsweredInOrder() throws Exception {
        var requests = new StringBuilder();
        var answers = new ArrayList<String>();
        for (int i = 0; i < PIPELINED; i++) {
            requests.append(i % 2 == 0 ? "add " + i + " 1\n" : i + " + 1\n");
            answers.add(Integer.toString(i + 1));
        }
        var client = connect();
        var sent = client.sendMeanwhile(requests.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(client.readLines(PIPELINED)).isEqualTo(answers);
        sent.join();
    }

    @Test
    void theAnswersOfABatchDoNotGrowBeyondAMebibyte() throws Exception {
        var answer = answer(batch(_ -> call("power", "[10,9999]")));
        assertThat(answer).hasSizeBetween(1 << 20, 3 << 19).contains("\"code\":\"too-long\"");
        assertThat(answer.split("\"jsonrpc\"", -1)).hasSize(501);
    }

    @Test
    void aBatchIsAnsweredInOneLine() throws Exception {
        assertThat(answer(batch(number -> call("add", "[" + number + ",1]"))))
                .isEqualTo(batch(number -> result(Integer.toString(number + 1))));
    }

    private static String batch(IntFunction<String> request) {
        return IntStream.range(0, 500).mapToObj(request).collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void whatIsWrongWithARequestIsTheClientsFaultAndNoDefect() throws Exception {
        var client = connect();
        client.send("1/0\n1e99999999999\n((((\nadd 1 2 3\nadd \"\nquit\n");
        assertThat(client.readLinesToEnd()).hasSize(6).last().isEqualTo("bye");
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }

    private TestClient connect() throws Exception {
        return servers.connect(servers.start(new Calculator().on(Server.on(0))));
    }

    private static String call(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}"
                .formatted(method, params);
    }

    private static String result(String number) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + number + "}";
    }

    private String answer(String request) throws Exception {
        var client = connect();
        client.send(request + "\n");
        client.endOutput();
        var answers = client.readLinesToEnd();
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }
}
