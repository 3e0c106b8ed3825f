package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Commands over JSON-RPC: ids, params, errors, and what the specification leaves open. */
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
        play(
                """
                C {"jsonrpc":"2.0","id": %1$s ,"method":"say","params":["x"]}
                S {"jsonrpc":"2.0","id":%1$s,"result":"x"}
                """
                        .formatted(id));
    }

    @Test
    void anIdIsEchoedExactlyFromTheEndOfALongLine() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","method":"say","params":["%1$s"],"id":"é\\n"}
                S {"jsonrpc":"2.0","id":"é\\n","result":"%1$s"}
                """
                        .formatted("ä".repeat(20_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "[]", "{\"a\":[1]}"})
    void anIdOfAnotherTypeIsNoId(String id) throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":%s,"method":"add"}
                S {"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":\
                "Invalid Request: id is neither a string nor a number nor null"}}
                """
                        .formatted(id));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    "method":"ack"                              | jsonrpc is not \\"2.0\\"
                    "jsonrpc":2.0,"method":"ack"                | jsonrpc is not \\"2.0\\"
                    "jsonrpc":"1.0","method":"ack"              | jsonrpc is not \\"2.0\\"
                    "jsonrpc":["2.0"],"method":"ack"            | jsonrpc is not \\"2.0\\"
                    "jsonrpc":"2.0"                             | method is not a string
                    "jsonrpc":"2.0","method":{"id":2}           | method is not a string
                    "jsonrpc":"2.0","method":null               | method is not a string
                    "jsonrpc":"2.0","method":"ack","params":1   | params are neither an array nor an object
                    "jsonrpc":"2.0","method":"ack","params":"a" | params are neither an array nor an object
                    """)
    void whatIsNoRequestIsAnsweredWithTheIdItHas(String members, String why) throws Exception {
        play(
                """
                C {"id":"x",%s}
                S {"jsonrpc":"2.0","id":"x","error":{"code":-32600,"message":"Invalid Request: %s"}}
                """
                        .formatted(members, why));
    }

    @Test
    void membersComeInAnyOrderAndOthersAreIgnored() throws Exception {
        play(
                """
                C {"x":{"id":2},"params":[1,2],"y":[[]],"method":"add","id":1,"jsonrpc":"2.0","z":0}
                S {"jsonrpc":"2.0","id":1,"result":3}
                """);
    }

    @Test
    void blanksBeforeTheBraceCount() throws Exception {
        play(
                """
                C  \t {"jsonrpc":"2.0","id":1,"method":"add","params":[1,2]}\s
                S {"jsonrpc":"2.0","id":1,"result":3}
                """);
    }

    @Test
    void paramsComeByNameOrByPosition() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"add","params":[40.0,2]}
                S {"jsonrpc":"2.0","id":1,"result":42}
                C {"jsonrpc":"2.0","id":2,"method":"add","params":{"b":2,"a":40.0}}
                S {"jsonrpc":"2.0","id":2,"result":42}
                C {"jsonrpc":"2.0","id":3,"method":"paint","params":["red",true]}
                S {"jsonrpc":"2.0","id":3,"result":["red",true,null]}
                C {"jsonrpc":"2.0","id":4,"method":"paint",\
                "params":{"maxCoats":2,"colour":"sky-blue","glossy":"false"}}
                S {"jsonrpc":"2.0","id":4,"result":["sky-blue",false,2]}
                """);
    }

    @Test
    void noParamsAreNullOrNothing() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"ack"}
                S {"jsonrpc":"2.0","id":1,"result":null}
                C {"jsonrpc":"2.0","id":2,"method":"ack","params":null}
                S {"jsonrpc":"2.0","id":2,"result":null}
                C {"jsonrpc":"2.0","id":3,"method":"ack","params":[]}
                S {"jsonrpc":"2.0","id":3,"result":null}
                C {"jsonrpc":"2.0","id":4,"method":"ack","params":{}}
                S {"jsonrpc":"2.0","id":4,"result":null}
                """);
    }

    @Test
    void numbersMayBeStrings() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"add","params":["0.1","2e-1"]}
                S {"jsonrpc":"2.0","id":1,"result":0.3}
                C {"jsonrpc":"2.0","id":2,"method":"count","params":["7",1e1]}
                S {"jsonrpc":"2.0","id":2,"result":17}
                """);
    }

    @Test
    void nullIsAnOptionalThatWasLeftOutAndAJsonValueLikeAnyOther() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"check-in","params":["a",1,null]}
                S {"jsonrpc":"2.0","id":1,"result":1}
                C {"jsonrpc":"2.0","id":2,"method":"insert","params":["t",{},null]}
                S {"jsonrpc":"2.0","id":2,"result":{"table":"t","row":{}}}
                C {"jsonrpc":"2.0","id":3,"method":"insert","params":{"table":"t","row":null}}
                S {"jsonrpc":"2.0","id":3,"result":{"table":"t","row":null}}
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    add      | [1]                   | b is missing
                    add      | {"b":1}               | a is missing
                    add      | [null,1]              | a is missing
                    add      | [1,2,3]               | too many params
                    add      | {"a":1,"b":2,"c":3}   | unknown param 'c'
                    check-in | {"github":"a","sid":1,"name":"x"} | unknown param 'name'
                    add      | [1,true]              | b is not a number
                    add      | [1,"x"]               | b is not a number: 'x'
                    add      | [1,"1e99999999999"]   | b is out of range
                    count    | [1,1.5]               | repetitions is not a whole number
                    count    | [1,1E+999999999]      | repetitions is out of range: -2147483648 to 2147483647
                    check-in | ["a",9223372036854775808] | sid is out of range: -9223372036854775808 to 9223372036854775807
                    say      | [1]                   | text is not a string
                    paint    | ["red",1]             | glossy is none of false, true
                    paint    | [1,true]              | colour is none of red, sky-blue
                    paint    | ["red",true,0]        | maxCoats is below 1
                    insert   | ["t"]                 | row is missing
                    quit     | [1]                   | too many params
                    """)
    void wrongParamsAreNamed(String method, String params, String why) throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"%s","params":%s}
                S {"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params: %s"}}
                """
                        .formatted(method, params, why));
    }

    @Test
    void aRejectionKeepsItsCode() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"refuse","params":["offline","no \\"x\\""]}
                S {"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"no \\"x\\"",\
                "data":{"code":"offline"}}}
                """);
    }

    @Test
    void aDefectIsAnInternalErrorAndToldToTheOperatorAlone() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"fail","params":["secret"]}
                S {"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error"}}
                C add 1 2
                S 3
                """);
        assertThat(servers.events().await(Event.HandlerFailed.class).cause()).hasMessage("secret");
    }

    @Test
    void aNotificationIsNeverAnsweredWhateverBecomesOfIt() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","method":"add","params":[1,2]}
                C {"jsonrpc":"2.0","method":"add"}
                C {"jsonrpc":"2.0","method":"nothing"}
                C {"jsonrpc":"2.0","method":"refuse","params":["a","b"]}
                C {"jsonrpc":"2.0","method":"fail","params":["secret"]}
                C {"jsonrpc":"2.0","method":"ack"}
                C {"jsonrpc":"2.0","method":"help"}
                C add 1 2
                S 3
                """);
        assertThat(servers.events().await(Event.HandlerFailed.class).cause()).hasMessage("secret");
    }

    @Test
    void quitClosesTheConnectionAfterItsAnswer() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"quit"}
                S {"jsonrpc":"2.0","id":1,"result":"bye"}
                C add 1 2
                """);
    }

    @Test
    void quitAsANotificationClosesTheConnectionWithoutAWord() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","method":"quit"}
                C add 1 2
                """);
    }

    @Test
    void aBatchHasItsLimit() throws Exception {
        var answers =
                IntStream.range(0, 1_000)
                        .mapToObj("{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":null}"::formatted)
                        .collect(Collectors.joining(",", "[", "]"));
        play("C " + batch(1_000) + "\nS " + answers);
        play(
                """
                C %s
                S {"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":\
                "Invalid Request: more than 1000 in a batch"}}
                """
                        .formatted(batch(1_001)));
    }

    private static String batch(int size) {
        return IntStream.range(0, size)
                .mapToObj("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"ack\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private void play(String transcript) throws Exception {
        Transcript.of(transcript).play(servers.connect(servers.start(Workshop.listener())));
    }
}
