package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Deadlines;
import dev.usher.Event;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;

/** Batches of JSON-RPC of which not everything goes well. */
class BatchTest {
    private static final String CRASHED =
            ",\"error\":{\"code\":-32603,\"message\":\"Internal error\"}}";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void aDefectCostsItsOwnRequestOnlyAndIsToldToTheOperator() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send(
                batch(
                        call("1", "add", "[1,2]"),
                        call("2", "fail", "[\"first\"]"),
                        call("3", "add", "[3,4]"),
                        notification("fail", "[\"second\"]"),
                        call("4", "fail", "[\"third\"]")));
        assertThat(client.readLine())
                .isEqualTo(
                        "["
                                + result("1", "3")
                                + ","
                                + head("2")
                                + CRASHED
                                + ","
                                + result("3", "7")
                                + ","
                                + head("4")
                                + CRASHED
                                + "]");
        assertThat(servers.events().await(3, Event.HandlerFailed.class))
                .extracting(failed -> failed.cause().getMessage())
                .containsExactly("first", "second", "third");
        client.send("add 1 2\n");
        assertThat(client.readLine()).isEqualTo("3");
    }

    @Test
    void aDefectInABatchOfNotificationsIsToldToTheOperatorAlone() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send(batch(notification("fail", "[\"x\"]")) + "add 1 2\n");
        assertThat(client.readLine()).isEqualTo("3");
        servers.events().await(Event.HandlerFailed.class);
    }

    @Test
    void aRejectionStandsInItsPlace() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send(batch(call("1", "refuse", "[\"away\",\"x\"]"), call("2", "add", "[1]"), "7"));
        assertThat(client.readLine())
                .isEqualTo(
                        "["
                                + head("1")
                                + ",\"error\":{\"code\":-32001,\"message\":\"x\",\"data\":{\"code\":\"away\"}}},"
                                + head("2")
                                + ",\"error\":{\"code\":-32602,\"message\":\"Invalid params: b is"
                                + " missing\"}},"
                                + head("null")
                                + ",\"error\":{\"code\":-32600,\"message\":\"Invalid Request: not"
                                + " an object\"}}]");
    }

    @Test
    void whatWasAnsweredBeforeTheBatchWasLateIsNotLost() throws Exception {
        var clock = new ManualClock();
        var deadlines = Deadlines.defaults().idle(Duration.ofDays(1));
        var client =
                servers.connect(servers.start(clock, Workshop.listener().deadlines(deadlines)));
        client.send(
                batch(
                        call("1", "add", "[1,2]"),
                        call("2", "hang", "[]"),
                        notification("hang", "[]"),
                        call("3", "add", "[3,4]")));
        servers.await(
                "the batch is late",
                () -> {
                    clock.advance(Duration.ofSeconds(10));
                    try {
                        return client.available() > 0;
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                });
        var late =
                ",\"error\":{\"code\":-32001,\"message\":\"answer took more than 60 s\","
                        + "\"data\":{\"code\":\"late\"}}}";
        assertThat(client.readLine())
                .isEqualTo(
                        "["
                                + result("1", "3")
                                + ","
                                + head("2")
                                + late
                                + ","
                                + head("3")
                                + late
                                + "]");
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }

    @Test
    void quitInABatchLetsTheOthersBeAnswered() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send(batch(call("1", "quit", "[]"), call("2", "add", "[1,2]")) + "add 1 2\n");
        assertThat(client.readLinesToEnd())
                .containsExactly("[" + result("1", "\"bye\"") + "," + result("2", "3") + "]");
    }

    @Test
    void theCommandsOfABatchAreThoseThatAreUnderstood() {
        var grammar = new Grammar<>(Workshop.class);
        var requests = new ArrayList<String>();
        requests.add(call("1", "ack", "[]"));
        requests.add(call("2", "foo", "[]"));
        requests.add(call("3", "help", "[]"));
        requests.add(notification("hang", "[]"));
        assertThat(grammar.read("[" + String.join(",", requests) + "]").commands())
                .containsExactly(new Workshop.Ack(), new Workshop.Hang());
    }

    private static String batch(String... requests) {
        return "[" + String.join(",", requests) + "]\n";
    }

    private static String call(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
                .formatted(id, method, params);
    }

    private static String notification(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}".formatted(method, params);
    }

    private static String result(String id, String result) {
        return head(id) + ",\"result\":" + result + "}";
    }

    private static String head(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id;
    }
}
