package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.usher.Call;
import dev.usher.Outbox;
import dev.usher.Server;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** What clients are sent that they did not ask for just now. */
class SpeechTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    record DoorBell(long id, String who, BigDecimal loudness, JsonNode how) {}

    record Ring(int times) {}

    record Broken(int times) {
        @Override
        public int times() {
            throw new IllegalStateException("out of order");
        }
    }

    sealed interface House {
        Commands<House> COMMANDS = Commands.of(House.class);

        @Command("rings three times from now on")
        record Listen() implements House {}

        @Command("waits for nothing")
        record Rest() implements House {}
    }

    private static final DoorBell BELL =
            new DoorBell(
                    1, "Al", new BigDecimal("2.50"), Json.tree(Json.parser("{\"a\":[1.0,\"b\"]}")));

    @Test
    void aNoticeIsALineOrANotification() {
        assertThat(Speech.TEXT.notice(BELL)).hasToString("DOOR-BELL 1 Al 2.5 {\"a\":[1,\"b\"]}");
        assertThat(Speech.JSON_RPC.notice(BELL))
                .hasToString(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"door-bell\",\"params\":{\"id\":1,"
                                + "\"who\":\"Al\",\"loudness\":2.5,\"how\":{\"a\":[1,\"b\"]}}}");
    }

    @Test
    void textInJsonStaysJson() {
        var how = Json.tree(Json.parser("\"b\\n\""));
        assertThat(Speech.TEXT.notice(new DoorBell(1, "a\nb", BigDecimal.ONE, how)))
                .hasToString("DOOR-BELL 1 a\\u000ab 1 \"b\\n\"");
    }

    @Test
    void aRecordThatCannotBeReadIsSaidToBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Speech.TEXT.notice(new Broken(1)))
                .withMessage("cannot read int times");
    }

    @Test
    void noticesFollowTheReplyThatBringsThem() throws Exception {
        var client =
                servers.connect(
                        servers.start(
                                Server.on(0)
                                        .serve(
                                                House.COMMANDS.protocol(),
                                                House.COMMANDS.serving(SpeechTest::answer))));
        client.send("listen\n");
        assertThat(client.readLines(4)).containsExactly("OK", "RING 1", "RING 2", "RING 3");
        client.send("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"listen\"}\n");
        assertThat(client.readLines(4))
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":true}",
                        ring(1),
                        ring(2),
                        ring(3));
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"listen\"}\n");
        assertThat(client.readLines(3)).containsExactly(ring(1), ring(2), ring(3));
        client.send(
                "[{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"listen\"},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"rest\"}]\n");
        assertThat(client.readLines(4))
                .containsExactly(
                        "[{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":true},"
                                + "{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":true}]",
                        ring(1),
                        ring(2),
                        ring(3));
    }

    private static String ring(int times) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"ring\",\"params\":{\"times\":" + times + "}}";
    }

    private static Reply answer(House command, Call<Answer> call) {
        return switch (command) {
            case House.Listen() -> Reply.ok().then(speech -> ring(speech, call.outbox()));
            case House.Rest() -> Reply.ok();
        };
    }

    private static void ring(Speech speech, Outbox<Answer> outbox) {
        Queue<Ring> rings = new ArrayDeque<>(List.of(new Ring(1), new Ring(2), new Ring(3)));
        outbox.send(
                Answer.lines(() -> {
                    var next = rings.poll();
                    return next == null ? null : speech.notice(next);
                }));
    }
}
