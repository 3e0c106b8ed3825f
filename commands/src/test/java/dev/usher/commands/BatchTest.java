package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Deadlines;
import dev.usher.Event;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;

/** Batches of JSON-RPC of which not everything goes well. */
class BatchTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void aDefectCostsItsOwnRequestOnlyAndIsToldToTheOperator() throws Exception {
        play(
                """
                C [{"jsonrpc":"2.0","id":1,"method":"add","params":[1,2]},\
                {"jsonrpc":"2.0","id":2,"method":"fail","params":["first"]},\
                {"jsonrpc":"2.0","id":3,"method":"add","params":[3,4]},\
                {"jsonrpc":"2.0","method":"fail","params":["second"]},\
                {"jsonrpc":"2.0","id":4,"method":"fail","params":["third"]}]
                S [{"jsonrpc":"2.0","id":1,"result":3},\
                {"jsonrpc":"2.0","id":2,"error":{"code":-32603,"message":"Internal error"}},\
                {"jsonrpc":"2.0","id":3,"result":7},\
                {"jsonrpc":"2.0","id":4,"error":{"code":-32603,"message":"Internal error"}}]
                C add 1 2
                S 3
                """);
        assertThat(servers.events().await(3, Event.HandlerFailed.class))
                .extracting(failed -> failed.cause().getMessage())
                .containsExactly("first", "second", "third");
    }

    @Test
    void aDefectInABatchOfNotificationsIsToldToTheOperatorAlone() throws Exception {
        play(
                """
                C [{"jsonrpc":"2.0","method":"fail","params":["x"]}]
                C add 1 2
                S 3
                """);
        servers.events().await(Event.HandlerFailed.class);
    }

    @Test
    void whatIsWrongWithOneRequestStandsInItsPlace() throws Exception {
        play(
                """
                C [{"jsonrpc":"2.0","id":1,"method":"refuse","params":["away","x"]},\
                {"jsonrpc":"2.0","id":2,"method":"add","params":[1]},\
                {"jsonrpc":"2.0","id":3,"method":"nothing"},\
                7]
                S [{"jsonrpc":"2.0","id":1,"error":\
                {"code":-32001,"message":"x","data":{"code":"away"}}},\
                {"jsonrpc":"2.0","id":2,"error":\
                {"code":-32602,"message":"Invalid params: b is missing"}},\
                {"jsonrpc":"2.0","id":3,"error":\
                {"code":-32601,"message":"Method not found: nothing"}},\
                {"jsonrpc":"2.0","id":null,"error":\
                {"code":-32600,"message":"Invalid Request: not an object"}}]
                """);
    }

    @Test
    void quitInABatchLetsTheOthersBeAnswered() throws Exception {
        play(
                """
                C [{"jsonrpc":"2.0","id":1,"method":"quit"},\
                {"jsonrpc":"2.0","id":2,"method":"add","params":[1,2]}]
                S [{"jsonrpc":"2.0","id":1,"result":"bye"},{"jsonrpc":"2.0","id":2,"result":3}]
                C add 1 2
                """);
    }

    @Test
    void whatWasAnsweredBeforeTheBatchWasLateIsNotLost() throws Exception {
        var clock = new ManualClock();
        var deadlines = Deadlines.defaults().idle(Duration.ofDays(1));
        var client =
                servers.connect(servers.start(clock, Workshop.listener().deadlines(deadlines)));
        client.send(
                """
                [{"jsonrpc":"2.0","id":1,"method":"add","params":[1,2]},\
                {"jsonrpc":"2.0","id":2,"method":"hang"},\
                {"jsonrpc":"2.0","method":"hang"},\
                {"jsonrpc":"2.0","id":3,"method":"add","params":[3,4]}]
                """);
        TimeLapse.untilTold(client, clock, Duration.ofSeconds(10), servers);
        assertThat(client.readLine())
                .isEqualTo(
                        """
                        [{"jsonrpc":"2.0","id":1,"result":3},\
                        {"jsonrpc":"2.0","id":2,"error":{"code":-32001,\
                        "message":"answer took more than 60 s","data":{"code":"late"}}},\
                        {"jsonrpc":"2.0","id":3,"error":{"code":-32001,\
                        "message":"answer took more than 60 s","data":{"code":"late"}}}]\
                        """);
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }

    @Test
    void theCommandsOfABatchAreThoseThatAreUnderstood() {
        var request =
                new Grammar<>(Workshop.class)
                        .read(
                                """
                                [{"jsonrpc":"2.0","id":1,"method":"ack"},\
                                {"jsonrpc":"2.0","id":2,"method":"nothing"},\
                                {"jsonrpc":"2.0","id":3,"method":"help"},\
                                {"jsonrpc":"2.0","method":"hang"},7]\
                                """);
        assertThat(request.commands()).containsExactly(new Workshop.Ack(), new Workshop.Hang());
    }

    private void play(String transcript) throws Exception {
        Transcript.of(transcript).play(servers.connect(servers.start(Workshop.listener())));
    }
}
