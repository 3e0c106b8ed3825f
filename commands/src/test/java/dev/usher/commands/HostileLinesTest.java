package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines that somebody made to hurt. Each is answered, soon, and the client goes on. */
@Timeout(20)
class HostileLinesTest {
    private static final int LONGEST = 64 * 1024;
    private static final String TOO_MUCH =
            """
            S {"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":\
            "Parse error: deeper than 200 levels, or a number too long or too large"}}
            """;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @AfterEach
    void nothingOfThisIsADefect() {
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }

    @Test
    void depthHasItsLimit() throws Exception {
        play("C " + "[".repeat(LONGEST) + "\n" + TOO_MUCH);
        play("C " + "{\"a\":".repeat(LONGEST / 5) + "\n" + TOO_MUCH);
        play("C [" + "[".repeat(200) + "]".repeat(200) + "]\n" + TOO_MUCH);
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"insert","params":["t",%1$s]}
                S {"jsonrpc":"2.0","id":1,"result":{"table":"t","row":%1$s}}
                """
                        .formatted(nested(198)));
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"insert","params":["t",%s]}
                """
                                .formatted(nested(199))
                        + TOO_MUCH);
        play(
                """
                C insert t %1$s
                S {"table":"t","row":%1$s}
                C insert t %2$s
                S ERROR invalid ROW is not a JSON value: '%3$s…' (usage: insert TABLE ROW [WHERE])
                """
                        .formatted(nested(200), nested(201), "[".repeat(40)));
    }

    @Test
    void whatIsNamedTwiceIsTold() throws Exception {
        play(
                """
                C insert t {"a":1,"b":{"c":1,"c":2}}
                S ERROR invalid ROW names 'c' twice (usage: insert TABLE ROW [WHERE])
                C {"jsonrpc":"2.0","id":1,"method":"insert","params":["t",{"a":1,"a":1}]}
                S {"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":\
                "Parse error: 'a' twice at column 67"}}
                """);
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    @Test
    void exponentsAreNeverWrittenOut() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"insert","params":\
                ["t",[1E+999999999,-1E-999999999,1E+2147483647]]}
                S {"jsonrpc":"2.0","id":1,"result":{"table":"t","row":\
                [1E+999999999,-1E-999999999,1E+2147483647]}}
                C {"jsonrpc":"2.0","id":2,"method":"count","params":[1E+999999999,1]}
                S {"jsonrpc":"2.0","id":2,"error":{"code":-32602,"message":\
                "Invalid params: start is out of range: -2147483648 to 2147483647"}}
                C {"jsonrpc":"2.0","id":3,"method":"count","params":[1E-999999999,1]}
                S {"jsonrpc":"2.0","id":3,"error":{"code":-32602,"message":\
                "Invalid params: start is not a whole number"}}
                C insert t 1E+999999999
                S {"table":"t","row":1E+999999999}
                C count 1E+999999999 1
                S ERROR invalid START is out of range: -2147483648 to 2147483647\
                 (usage: [count] START REPETITIONS)
                """);
    }

    @Test
    void numbersHaveTheirLimits() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"insert","params":["t",%1$s]}
                S {"jsonrpc":"2.0","id":1,"result":{"table":"t","row":%1$s}}
                """
                        .formatted("9".repeat(10_100)));
        for (var number :
                new String[] {"9".repeat(10_101), "0." + "9".repeat(60_000), "1e99999999999"}) {
            play("C {\"params\":[" + number + "]}\n" + TOO_MUCH);
        }
        play("C {\"id\":" + "9".repeat(60_000) + "}\n" + TOO_MUCH);
    }

    @Test
    void aLineMayBeAsLongAsItMay() throws Exception {
        play("C " + " ".repeat(LONGEST - 7) + "add 1 2\nS 3");
        play("C say " + "x".repeat(LONGEST - 4) + "\nS " + "x".repeat(LONGEST - 4));
        play(
                """
                C %s
                S ERROR unknown-command %s… (try: help)
                C check-in "%s
                S ERROR invalid GITHUB is not a string in quotes: '"%s…'\
                 (usage: check-in GITHUB SID [FULL-NAME])
                C check-in %s
                S ERROR invalid SID is not a number: '' (usage: check-in GITHUB SID [FULL-NAME])
                """
                        .formatted(
                                "x".repeat(LONGEST),
                                "x".repeat(40),
                                "x".repeat(60_000),
                                "x".repeat(39),
                                "\"\" ".repeat(20_000)));
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"%s"}
                S {"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found: %s…"}}
                """
                        .formatted("x".repeat(60_000), "x".repeat(40)));
    }

    @Test
    void manyOfAnythingAreNoTrouble() throws Exception {
        var members =
                IntStream.range(0, 5_000)
                        .mapToObj("\"%d\":1"::formatted)
                        .collect(Collectors.joining(",", "{", "}"));
        play(
                """
                C %s
                S {"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":\
                "Invalid Request: jsonrpc is not \\"2.0\\""}}
                C [%s1]
                S {"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":\
                "Invalid Request: more than 1000 in a batch"}}
                """
                        .formatted(members, "1,".repeat(32_000)));
    }

    @Test
    void nothingControlsATerminal() throws Exception {
        // Not in the text block: the compiler would take some of them for its own.
        var controls = "\0\u001b[2J\u007f\u0085\u2028";
        var escaped = "\\u0000\\u001b[2J\\u007f\\u0085\\u2028";
        play(
                """
                C say %1$s
                S %2$s
                C say%1$s
                S ERROR unknown-command say%2$s (try: help)
                C add %1$s 1
                S ERROR invalid A is not a number: '%2$s' (usage: add A B)
                C check-in "\\r\\n" 1
                S OK \\u000d\\u000a ?
                C {"jsonrpc":"2.0","id":"%3$s","method":"say","params":["\\u0000\\r\\n%3$s"]}
                S {"jsonrpc":"2.0","id":"\\u0085","result":"\\u0000\\r\\n\\u0085"}
                """
                        .formatted(controls, escaped, "\u0085"));
    }

    @Test
    void halvesOfPairsStayHalves() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"say","params":["\\udc00x\\ud83d\\ude00\\ud800"]}
                S {"jsonrpc":"2.0","id":1,"result":"\\udc00x😀\\ud800"}
                C check-in "\\ud800" 1
                S OK \\ud800 ?
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[",
                "{]",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[NaN]",
                "[+1]",
                "[01]",
                "[.5]",
                "[1.]",
                "[tru]",
                "{/* */}",
                "[\"\\x\"]",
                "[\"\t\"]",
                "{} {}",
                "[] 1",
                "{} add 1 2",
                "{\"a\":1,\"a\":2}",
                "[{\"a\":{\"b\":1,\"\\u0062\":2}}]"
            })
    void whatIsAlmostJsonIsNone(String line) throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send(line + "\nadd 1 2\n");
        assertThat(client.readLine())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,")
                .contains("\"message\":\"Parse error: ", " at column ")
                .doesNotContainPattern("tools\\.|Exception|Jackson|Read");
        assertThat(client.readLine()).isEqualTo("3");
    }

    @Test
    void namesOfClassesAreDataLikeAnyOther() throws Exception {
        play(
                """
                C insert t {"@class":"java.lang.Runtime","@type":["java.util.HashMap",{}]}
                S {"table":"t","row":{"@class":"java.lang.Runtime","@type":["java.util.HashMap",{}]}}
                """);
    }

    private void play(String transcript) throws Exception {
        Transcript.of(transcript).play(servers.connect(servers.start(Workshop.listener())));
    }
}
