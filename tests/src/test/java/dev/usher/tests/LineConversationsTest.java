package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.FailureException;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;
import dev.usher.testkit.TestClient.End;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lines of text, however they arrive. */
class LineConversationsTest {
    private static final String REQUESTS = "one\ntwo\r\n\n\r\nthr€e\nfour\r\r\n";
    private static final List<String> ANSWERS = List.of("ONE", "TWO", "", "", "THR€E", "FOUR\r");
    private static final int PIPELINED = 20_000;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    static Stream<Pipeline> pipelines() {
        return Stream.of(Pipeline.sequential(), Pipeline.ordered(8));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void requestsSplitAtAnyByteGetTheSameAnswers(Pipeline pipeline) throws Exception {
        var server = servers.start(upperCase().pipeline(pipeline));
        var bytes = utf8(REQUESTS);
        for (int split = 0; split <= bytes.length; split++) {
            var client = servers.connect(server);
            client.sendInPieces(bytes, split);
            client.endOutput();
            assertThat(client.readLinesToEnd()).as("split at %d", split).isEqualTo(ANSWERS);
        }
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void requestsThatArriveByteByByteGetTheSameAnswers(Pipeline pipeline) throws Exception {
        var client = servers.connect(servers.start(upperCase().pipeline(pipeline)));
        client.sendByteByByte(utf8(REQUESTS));
        client.endOutput();
        assertThat(client.readLinesToEnd()).isEqualTo(ANSWERS);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void thousandsOfRequestsInOneWriteAreAllAnsweredInOrder(Pipeline pipeline) throws Exception {
        var client = servers.connect(servers.start(upperCase().pipeline(pipeline)));
        var sent = client.sendMeanwhile(numbered("request "));
        assertThat(client.readLines(PIPELINED)).isEqualTo(numbered("REQUEST ").lines().toList());
        sent.join();
    }

    @Test
    void aClientThatHalfClosesAfterItsRequestsGetsAllItsAnswers() throws Exception {
        var client = servers.connect(servers.start(upperCase()));
        client.send(numbered("request "));
        client.endOutput();
        assertThat(client.readLinesToEnd()).hasSize(PIPELINED).last().isEqualTo("REQUEST 19999");
        var closed = servers.events().await(Event.Closed.class, client);
        assertThat(closed.reason()).isEqualTo(CloseReason.CLIENT_CLOSED);
        assertThat(closed.traffic().requests()).isEqualTo(PIPELINED);
    }

    @Test
    void anAnswerLeavesBeforeTheServerWaitsForTheRestOfTheNextRequest() throws Exception {
        var client = servers.connect(servers.start(upperCase()));
        client.send("one\ntw");
        assertThat(client.readLine()).isEqualTo("ONE");
        client.send("o\n");
        assertThat(client.readLine()).isEqualTo("TWO");
    }

    @Test
    void aLineOfThreeMegabytesIsRefusedWithAWordAndWithoutAReset() throws Exception {
        var client = servers.connect(servers.start(upperCase()));
        client.send("x".repeat(3 << 20) + "\n");
        assertThat(client.readLine()).isEqualTo("ERROR too-long a request may have 65536 bytes");
        assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        assertEndedBecause(CloseReason.TOO_LONG, client);
    }

    @Test
    void aLineMayBeAsLongAsTheLimitAndNotAByteLonger() throws Exception {
        var server = servers.start(upperCase().limits(Limits.defaults().message(1000)));
        var longest = servers.connect(server);
        longest.send("x".repeat(1000) + "\n");
        assertThat(longest.readLine()).isEqualTo("X".repeat(1000));
        var longer = servers.connect(server);
        longer.send("fine\n" + "x".repeat(1001));
        assertThat(longer.readLine()).isEqualTo("FINE");
        assertThat(longer.readLine()).isEqualTo("ERROR too-long a request may have 1000 bytes");
        assertThat(longer.awaitEnd()).isEqualTo(End.CLOSED);
    }

    @Test
    void aLastLineWithoutEndIsNotServedAndItsSenderIsTold() throws Exception {
        var client = servers.connect(servers.start(upperCase()));
        client.send("whole\nhalf");
        client.endOutput();
        assertThat(client.readLinesToEnd())
                .containsExactly("WHOLE", "ERROR cut-short the last request has no end");
        assertEndedBecause(CloseReason.CLIENT_CUT_SHORT, client);
    }

    @Test
    void aLineThatIsNotUtf8EndsTheConnectionAfterTheAnswersBefore() throws Exception {
        var client = servers.connect(servers.start(upperCase()));
        client.send(new byte[] {'o', 'k', '\n', (byte) 0xc3, (byte) 0x28, '\n', 'n', 'o', '\n'});
        assertThat(client.readLinesToEnd())
                .containsExactly("OK", "ERROR malformed a line is not UTF-8");
        assertEndedBecause(CloseReason.MALFORMED, client);
    }

    @Test
    void linesOfBytesMayHoldAnythingButALineFeed() throws Exception {
        var listener = Server.on(0).answer(Lines.bytes(), bytes -> bytes);
        var client = servers.connect(servers.start(listener));
        var bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i == '\n' ? 0 : i);
        }
        client.send(bytes);
        client.send("\r\n");
        assertThat(client.read(258)).startsWith(bytes).endsWith('\r', '\n');
    }

    @Test
    void aServiceCanRejectOneRequestAndTheNextIsAnswered() throws Exception {
        var listener =
                Server.on(0)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    if (line.isEmpty()) {
                                        throw FailureException.rejected(
                                                "invalid", "an empty line says nothing");
                                    }
                                    return line;
                                });
        var client = servers.connect(servers.start(listener));
        client.send("\nhello\n");
        assertThat(client.readLines(2))
                .containsExactly("ERROR invalid an empty line says nothing", "hello");
    }

    @Test
    void aRequestMayHaveNoAnswer() throws Exception {
        var listener =
                Server.on(0).answer(Lines.utf8(), line -> line.startsWith("#") ? null : line);
        var client = servers.connect(servers.start(listener));
        client.send("one\n# a comment\ntwo\n");
        assertThat(client.readLines(2)).containsExactly("one", "two");
    }

    private void assertEndedBecause(CloseReason reason, TestClient client) {
        client.close();
        var closed = servers.events().await(Event.Closed.class, client);
        assertThat(closed.reason()).isEqualTo(reason);
    }

    private static Listener upperCase() {
        return Server.on(0).answer(Lines.utf8(), line -> line.toUpperCase(Locale.ROOT));
    }

    private static String numbered(String prefix) {
        var lines = new StringBuilder();
        for (int i = 0; i < PIPELINED; i++) {
            lines.append(prefix).append(i).append('\n');
        }
        return lines.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
