package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.protocol.Frames;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;
import dev.usher.testkit.TestClient.End;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Messages with their length before them, as a binary client sends them. */
class FrameConversationsTest {
    private static final int LIMIT = 1000;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void whatIsSentComesBackReversed() throws Exception {
        var client = servers.connect(servers.start(reversing()));
        client.send(frame(1, 2, 3));
        assertThat(client.read(7)).isEqualTo(frame(3, 2, 1));
    }

    @Test
    void aFrameMayBeEmpty() throws Exception {
        var client = servers.connect(servers.start(reversing()));
        client.send(frame());
        client.send(frame(1));
        assertThat(client.read(9)).isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 1, 1});
    }

    @Test
    void framesSplitAtAnyByteGetTheSameAnswers() throws Exception {
        var server = servers.start(reversing());
        var requests = join(frame(1, 2, 3), frame(), frame(4, 5), frame(-1));
        var answers = join(frame(3, 2, 1), frame(), frame(5, 4), frame(-1));
        for (int split = 0; split <= requests.length; split++) {
            var client = servers.connect(server);
            client.sendInPieces(requests, split);
            client.endOutput();
            assertThat(client.readToEnd()).as("split at %d", split).isEqualTo(answers);
        }
    }

    @Test
    void aLargeFrameComesBackWhole() throws Exception {
        var listener =
                Server.on(0)
                        .limits(Limits.defaults().message(64 << 20))
                        .answer(Frames.int32(), payload -> payload);
        var client = servers.connect(servers.start(listener));
        var payload = new byte[20_000_000];
        new Random(1).nextBytes(payload);
        var sent = client.sendMeanwhile(frame(payload));
        assertThat(Arrays.equals(client.read(4 + payload.length), frame(payload))).isTrue();
        sent.join();
    }

    @Test
    void aFrameMayBeAsLongAsTheLimitWithItsLength() throws Exception {
        var client = servers.connect(servers.start(reversing()));
        client.send(frame(new byte[LIMIT - 4]));
        assertThat(client.read(LIMIT)).isEqualTo(frame(new byte[LIMIT - 4]));
    }

    @Test
    void aFrameBeyondTheLimitIsRefusedBeforeItsPayloadCame() throws Exception {
        var client = servers.connect(servers.start(reversing()));
        client.send(length(LIMIT - 3));
        assertToldAndClosed(client, CloseReason.TOO_LONG, "too-long");
    }

    @Test
    void aHugeLengthCostsNoMemory() throws Exception {
        var client = servers.connect(servers.start(reversing()));
        client.send(length(Integer.MAX_VALUE));
        assertToldAndClosed(client, CloseReason.TOO_LONG, "too-long");
    }

    @Test
    void aNegativeLengthIsMalformed() throws Exception {
        var client = servers.connect(servers.start(reversing()));
        client.send(length(-1));
        assertToldAndClosed(client, CloseReason.MALFORMED, "malformed");
    }

    @Test
    void aFrameThatEndsTooEarlyIsCutShort() throws Exception {
        var server = servers.start(reversing());
        for (int missing = 1; missing < 7; missing++) {
            var client = servers.connect(server);
            client.send(Arrays.copyOf(frame(1, 2, 3), 7 - missing));
            client.endOutput();
            assertToldAndClosed(client, CloseReason.CLIENT_CUT_SHORT, "cut-short");
        }
    }

    @Test
    void whereTheProtocolHasNoWordForItTheConnectionJustEnds() throws Exception {
        var client =
                servers.connect(
                        servers.start(Server.on(0).answer(Frames.int32(), payload -> payload)));
        client.send(length(-1));
        assertThat(client.readToEnd()).isEmpty();
        client.close();
        assertThat(servers.events().await(Event.Closed.class, client).reason())
                .isEqualTo(CloseReason.MALFORMED);
    }

    private void assertToldAndClosed(TestClient client, CloseReason reason, String code)
            throws IOException {
        assertThat(client.readToEnd()).isEqualTo(frame(code.getBytes(StandardCharsets.US_ASCII)));
        assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        client.close();
        assertThat(servers.events().await(Event.Closed.class, client).reason()).isEqualTo(reason);
    }

    /** Sends every payload back in reverse; the last frame of a client that fails is a code. */
    private static Listener reversing() {
        var protocol = Frames.int32(failure -> failure.code().getBytes(StandardCharsets.US_ASCII));
        return Server.on(0)
                .limits(Limits.defaults().message(LIMIT))
                .answer(protocol, FrameConversationsTest::reverse);
    }

    private static byte[] reverse(byte[] payload) {
        var reversed = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            reversed[i] = payload[payload.length - 1 - i];
        }
        return reversed;
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }

    private static byte[] frame(int... payload) {
        var bytes = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        return frame(bytes);
    }

    private static byte[] frame(byte[] payload) {
        return join(length(payload.length), payload);
    }

    private static byte[] join(byte[]... pieces) {
        var joined = new ByteArrayOutputStream();
        for (var piece : pieces) {
            joined.writeBytes(piece);
        }
        return joined.toByteArray();
    }
}
