package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.CloseReason;
import dev.usher.Failure;
import dev.usher.FailureException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;

/** What goes over the wire, and when. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TlsTransportTest {
    @RegisterExtension static final TlsServers tls = new TlsServers();

    private final MemoryWire wire = new MemoryWire();
    private final TlsTransport transport = new TlsTransport(wire, tls.certificate());

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 1", "TLSv1.2, 1", "TLSv1.3, 7", "TLSv1.2, 7"})
    void bytesMayComeInPiecesOfAnySize(String protocol, int size) throws IOException {
        var client = shakeHands(protocol, size);
        var text = "text ".repeat(10_000);
        var records = client.say(text);
        for (int at = 0; at < records.length; at += size) {
            wire.coming.add(Arrays.copyOfRange(records, at, Math.min(records.length, at + size)));
        }
        var came = new ByteArrayOutputStream();
        while (came.size() < text.length()) {
            came.writeBytes(bytes(transport.receive()));
        }
        assertThat(came.toString(UTF_8)).isEqualTo(text);
        assertThat(transport.arrived()).isNull();
    }

    @Test
    void whatHasArrivedIsGivenWithoutAWait() throws IOException {
        var client = shakeHands("TLSv1.3", Integer.MAX_VALUE);
        var one = client.say("one");
        var two = client.say("two");
        wire.coming.add(join(one, Arrays.copyOf(two, 10)));
        assertThat(text(transport.arrived())).isEqualTo("one");
        assertThat(transport.arrived()).isNull();
        wire.coming.add(Arrays.copyOfRange(two, 10, two.length));
        assertThat(text(transport.arrived())).isEqualTo("two");
        assertThat(transport.arrived()).isNull();
    }

    @Test
    void whatCameWithTheEndOfTheHandshakeIsNotWaitedFor() throws IOException {
        var client = new TlsPeer(tls.trusting(), "TLSv1.3");
        wire.client =
                () -> {
                    var said = turn(client);
                    return client.shakesHands() ? said : join(said, say(client, "early"));
                };
        transport.handshake();
        transport.awaitArrival(Duration.ofDays(1));
        assertThat(wire.waits).isZero();
        assertThat(text(transport.arrived())).isEqualTo("early");
        transport.awaitArrival(Duration.ofDays(1));
        assertThat(wire.waits).isOne();
    }

    @Test
    void theWaitForAnArrivalGoesOnUntilThereIsPlaintext() throws IOException {
        var client = shakeHands("TLSv1.3", Integer.MAX_VALUE);
        var arriving = new ArrayDeque<byte[]>();
        arriving.add(client.beginHandshake()); // new keys are nothing to receive
        var one = client.say("one");
        arriving.add(Arrays.copyOf(one, 10));
        arriving.add(Arrays.copyOfRange(one, 10, one.length));
        wire.onWait = () -> Optional.ofNullable(arriving.poll()).ifPresent(wire.coming::add);
        transport.awaitArrival(Duration.ofDays(1));
        assertThat(wire.waits).isEqualTo(3);
        wire.ended = true;
        assertThat(transport.inputEnded()).isFalse();
        transport.awaitArrival(Duration.ofDays(1));
        assertThat(wire.waits).isEqualTo(3);
        assertThat(text(transport.receive())).isEqualTo("one");
        assertThat(transport.inputEnded()).isTrue();
        transport.awaitArrival(Duration.ofDays(1));
        assertThat(wire.waits).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void eachTurnOfAHandshakeLeavesInOnePiece(String protocol) throws IOException {
        shakeHands(protocol, Integer.MAX_VALUE);
        assertThat(pieces).isEqualTo(2); // hello to Finished, tickets; 1.2: to Done, Finished
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "100, 1", "20000, 1", "48000, 1", "65536, 2"})
    void bytesLeaveInAsFewPiecesAsTheyFitIn(int length, int pieces) throws IOException {
        var client = shakeHands("TLSv1.3", Integer.MAX_VALUE);
        transport.send(ByteBuffer.allocate(length));
        assertThat(wire.sent.stream().map(piece -> piece.length))
                .hasSize(pieces)
                .allMatch(size -> size <= Transport.PIECE);
        turn(client);
        assertThat(client.heard()).isEqualTo(new byte[length]);
    }

    @Test
    void whatHasArrivedComesBeforeTheEndFromThisSide() throws IOException {
        var client = shakeHands("TLSv1.3", Integer.MAX_VALUE);
        wire.coming.add(join(client.say("one"), client.say("two")));
        transport.endInput(new Failure.CutShort());
        assertThat(text(transport.receive())).isEqualTo("one");
        assertThat(text(transport.receive())).isEqualTo("two");
        assertThatThrownBy(transport::receive)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        end -> assertThat(end.failure()).isEqualTo(new Failure.CutShort()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aGoodbyeIsTheEndOfTheInput(String protocol) throws IOException {
        var client = shakeHands(protocol, Integer.MAX_VALUE);
        wire.coming.add(join(client.say("one"), client.closeNotify()));
        assertThat(transport.inputEnded()).isFalse();
        assertThat(text(transport.arrived())).isEqualTo("one");
        assertThat(transport.inputEnded()).isFalse();
        assertThat(transport.receive()).isNull();
        assertThat(transport.inputEnded()).isTrue();
        assertThat(transport.receive()).isNull();
        transport.send(ByteBuffer.wrap("answer".getBytes(UTF_8)));
        turn(client);
        assertThat(client.heard()).isEqualTo("answer".getBytes(UTF_8));
        assertThat(client.saidGoodbye()).isFalse();
        transport.endOutput();
        turn(client);
        assertThat(client.saidGoodbye()).isTrue();
    }

    @Test
    void theInputHasNotEndedWhileAnythingLiesHere() throws IOException {
        var client = shakeHands("TLSv1.3", Integer.MAX_VALUE);
        wire.coming.add(join(client.say("one"), client.say("two")));
        wire.ended = true;
        assertThat(text(transport.receive())).isEqualTo("one");
        assertThat(transport.inputEnded()).isFalse();
        assertThat(text(transport.receive())).isEqualTo("two");
        assertThat(transport.inputEnded()).isTrue();
    }

    @Test
    void aBrokenRecordThatIsOnlyLookedAtFailsTheNextWait() throws IOException {
        var client = shakeHands("TLSv1.3", Integer.MAX_VALUE);
        var record = client.say("one");
        record[10] ^= 1;
        wire.coming.add(record);
        assertThat(transport.arrived()).isNull();
        for (int i = 0; i < 2; i++) {
            assertLost(transport::receive, CloseReason.MALFORMED);
        }
    }

    @Test
    void nothingIsSentInTheClear() {
        wire.client = () -> "hello\n".getBytes(UTF_8);
        assertLost(transport::handshake, CloseReason.HANDSHAKE_FAILED);
        assertThat(wire.sent).hasSize(1);
        assertLost(
                () -> transport.send(ByteBuffer.wrap("ERROR".getBytes(UTF_8))),
                CloseReason.HANDSHAKE_FAILED);
        assertThat(transport.arrived()).isNull();
        assertThat(wire.sent).hasSize(1);
    }

    // Around.

    private int pieces;

    /** A client that has shaken hands; its bytes come in pieces of this size. */
    private TlsPeer shakeHands(String protocol, int size) throws IOException {
        var client = new TlsPeer(tls.trusting(), protocol);
        Queue<byte[]> unsent = new ArrayDeque<>();
        wire.client =
                () -> {
                    if (unsent.isEmpty()) {
                        var said = turn(client);
                        for (int at = 0; at < said.length; at += Math.min(size, said.length)) {
                            int end = Math.min(said.length, at + Math.min(size, said.length));
                            unsent.add(Arrays.copyOfRange(said, at, end));
                        }
                    }
                    return unsent.remove();
                };
        transport.handshake();
        wire.client = () -> null;
        turn(client);
        assertThat(client.shakesHands()).isFalse();
        return client;
    }

    /** The client hears what was sent; what it says then. */
    private byte[] turn(TlsPeer client) {
        try {
            pieces += wire.sent.size();
            for (var piece : wire.sent) {
                client.hear(piece);
            }
            wire.sent.clear();
            return client.say();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] say(TlsPeer client, String text) {
        try {
            return client.say(text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] join(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
    }

    private static String text(ByteBuffer chunk) {
        return new String(bytes(chunk), UTF_8);
    }

    private static byte[] bytes(ByteBuffer chunk) {
        var bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        return bytes;
    }

    private static void assertLost(ThrowingCallable call, CloseReason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        lost -> assertThat(lost.failure()).isEqualTo(new Failure.Lost(reason)));
    }
}
