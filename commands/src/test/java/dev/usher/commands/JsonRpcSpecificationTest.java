package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every example of <a href="https://www.jsonrpc.org/specification#examples">section 7</a> of the
 * JSON-RPC 2.0 specification. The names of its methods are in kebab case here, and where its
 * messages stop, ours go on to say what exactly was wrong.
 */
class JsonRpcSpecificationTest {

    sealed interface Specified {
        Commands<Specified> COMMANDS = Commands.of(Specified.class);

        @Command("subtracts")
        record Subtract(int minuend, int subtrahend) implements Specified {}

        @Command("adds up")
        record Sum(int a, int b, int c) implements Specified {}

        @Command("takes five numbers")
        record Update(int a, int b, int c, int d, int e) implements Specified {}

        @Command("takes a number")
        record NotifyHello(int number) implements Specified {}

        @Command("gives data")
        record GetData() implements Specified {}

        static Reply answer(Specified command) {
            return switch (command) {
                case Subtract(int minuend, int subtrahend) -> Reply.of(minuend - subtrahend);
                case Sum(int a, int b, int c) -> Reply.of(a + b + c);
                case Update _, NotifyHello _ -> Reply.ok();
                case GetData() -> Reply.of(List.of("hello", 5));
            };
        }
    }

    private static final String EXAMPLES =
            """
            rpc call with positional parameters
            --> {"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}
            <-- {"jsonrpc": "2.0", "result": 19, "id": 1}
            --> {"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2}
            <-- {"jsonrpc": "2.0", "result": -19, "id": 2}

            rpc call with named parameters
            --> {"jsonrpc": "2.0", "method": "subtract", \
                 "params": {"subtrahend": 23, "minuend": 42}, "id": 3}
            <-- {"jsonrpc": "2.0", "result": 19, "id": 3}
            --> {"jsonrpc": "2.0", "method": "subtract", \
                 "params": {"minuend": 42, "subtrahend": 23}, "id": 4}
            <-- {"jsonrpc": "2.0", "result": 19, "id": 4}

            a Notification
            --> {"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}
            --> {"jsonrpc": "2.0", "method": "foobar"}

            rpc call of non-existent method
            --> {"jsonrpc": "2.0", "method": "foobar", "id": "1"}
            <-- {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, \
                 "id": "1"}

            rpc call with invalid JSON
            --> {"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]
            <-- {"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}

            rpc call with invalid Request object
            --> {"jsonrpc": "2.0", "method": 1, "params": "bar"}
            <-- {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, \
                 "id": null}

            rpc call Batch, invalid JSON
            --> [ {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"}, \
                  {"jsonrpc": "2.0", "method" ]
            <-- {"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}

            rpc call with an empty Array
            --> []
            <-- {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, \
                 "id": null}

            rpc call with an invalid Batch (but not empty)
            --> [1]
            <-- [{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, \
                  "id": null}]

            rpc call with invalid Batch
            --> [1,2,3]
            <-- [{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, \
                  "id": null}, \
                 {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, \
                  "id": null}, \
                 {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, \
                  "id": null}]

            rpc call Batch
            --> [{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"}, \
                 {"jsonrpc": "2.0", "method": "notify-hello", "params": [7]}, \
                 {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"}, \
                 {"foo": "boo"}, \
                 {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"}, \
                 {"jsonrpc": "2.0", "method": "get-data", "id": "9"}]
            <-- [{"jsonrpc": "2.0", "result": 7, "id": "1"}, \
                 {"jsonrpc": "2.0", "result": 19, "id": "2"}, \
                 {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, \
                  "id": null}, \
                 {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, \
                  "id": "5"}, \
                 {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}]

            rpc call Batch (all notifications)
            --> [{"jsonrpc": "2.0", "method": "notify-sum", "params": [1,2,4]}, \
                 {"jsonrpc": "2.0", "method": "notify-hello", "params": [7]}]
            """;

    /**
     * One or two exchanges under a title.
     *
     * @param sent the lines with an arrow to the server
     * @param expected the lines with an arrow from it
     */
    record Example(String title, List<String> sent, List<String> expected) {
        static Example parse(String text) {
            return new Example(
                    text.lines().findFirst().orElseThrow(),
                    linesAfter("--> ", text),
                    linesAfter("<-- ", text));
        }

        private static List<String> linesAfter(String arrow, String text) {
            return text.lines()
                    .filter(line -> line.startsWith(arrow))
                    .map(line -> line.substring(arrow.length()))
                    .toList();
        }

        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Example> examples() {
        return Arrays.stream(EXAMPLES.split("\n\n")).map(Example::parse);
    }

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @ParameterizedTest
    @MethodSource("examples")
    void isAnsweredAsTheSpecificationSays(Example example) throws Exception {
        var commands = Specified.COMMANDS;
        var client =
                servers.connect(
                        servers.start(
                                Server.on(0)
                                        .serve(
                                                commands.protocol(),
                                                commands.answering(Specified::answer))));
        client.send(String.join("\n", example.sent()) + "\nquit\n");
        var expected = new ArrayList<>(example.expected());
        expected.add("\"bye\"");
        assertThat(client.readLinesToEnd())
                .map(line -> line.equals("bye") ? json("\"bye\"") : withoutDetails(line))
                .isEqualTo(expected.stream().map(JsonRpcSpecificationTest::json).toList());
    }

    /** Cuts our messages off where those of the specification end: at the colon. */
    private static JsonNode withoutDetails(String answer) {
        return json(answer.replaceAll("(\"message\":\"[^\":]*): ([^\"\\\\]|\\\\.)*\"", "$1\""));
    }

    private static JsonNode json(String text) {
        return Json.tree(Json.parser(text));
    }
}
