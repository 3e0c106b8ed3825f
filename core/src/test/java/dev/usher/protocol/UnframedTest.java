package dev.usher.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.CloseReason;
import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Occupancy;
import dev.usher.Output;
import dev.usher.Peer;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UnframedTest {
    private static final Peer PEER =
            new Peer(1, "test", new InetSocketAddress(1), new InetSocketAddress(2));
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Codec<String, String> text = Unframed.utf8().codec(PEER);
    private final Codec<byte[], byte[]> raw = Unframed.bytes().codec(PEER);

    @Test
    void oneReadIsOneMessage() throws IOException {
        var input = Input.of("add 5 3".getBytes(UTF_8), "line\nline\n".getBytes(UTF_8));
        assertThat(text.read(input)).isEqualTo("add 5 3");
        assertThat(text.read(input)).isEqualTo("line\nline\n");
        assertThat(text.read(input)).isNull();
    }

    @Test
    void aCharacterThatAReadCutsWaitsForItsRest() throws IOException {
        for (var character :
                new String[] {"é", "\u0080", "߿", "ࠀ", "漢", "\uffff", "𐀀", "🎭", "\udbff\udfff"}) {
            var bytes = ("a" + character + "b").getBytes(UTF_8);
            for (int at = 2; at < bytes.length - 1; at++) {
                var input =
                        Input.of(
                                Arrays.copyOfRange(bytes, 0, at),
                                Arrays.copyOfRange(bytes, at, bytes.length));
                assertThat(text.read(input)).isEqualTo("a" + character);
                assertThat(text.read(input)).isEqualTo("b");
            }
        }
    }

    @Test
    void aCharacterMayComeByteByByte() throws IOException {
        var bytes = "🎭".getBytes(UTF_8);
        var single = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) {
            single[i] = new byte[] {bytes[i]};
        }
        assertThat(text.read(Input.of(single))).isEqualTo("🎭");
        assertThat(raw.read(Input.of(single))).isEqualTo(bytes);
    }

    @Test
    void halfACharacterAtTheEndIsNoTextAndStillBytes() throws IOException {
        var half = new byte[] {'a', (byte) 0xc3};
        assertThatThrownBy(() -> text.read(Input.of(half)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        thrown ->
                                assertThat(thrown.failure())
                                        .isEqualTo(
                                                new Failure.Malformed("a message is not UTF-8")));
        assertThat(raw.read(Input.of(half))).isEqualTo(half);
    }

    @Test
    void bytesThatCouldNeverBeACharacterAreNotWaitedFor() throws IOException {
        for (int wrong : new int[] {0x80, 0xbf, 0xc0, 0xc1, 0xf5, 0xff}) {
            var bytes = new byte[] {'a', (byte) wrong};
            assertThat(raw.read(Input.of(bytes, new byte[] {'x'}))).isEqualTo(bytes);
        }
        var tail = new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80};
        assertThat(raw.read(Input.of(tail, new byte[] {'x'}))).isEqualTo(tail);
    }

    @Test
    void anAnswerHasNoEnd() throws IOException {
        var sent = new ByteArrayOutputStream();
        var output = new Output(bytes -> sent.write(bytes.get()));
        text.write(output, "8");
        output.flush();
        raw.write(output, new byte[] {'9'});
        output.flush();
        assertThat(sent.toString(UTF_8)).isEqualTo("89");
    }

    @Test
    void aFailureIsAnErrorInWords() {
        var occupancy = new Occupancy(3, 3, 0, 0);
        var soon = Duration.ofSeconds(2);
        assertThat(
                        text.failure(
                                new Failure.Busy(Failure.Full.EVERYTHING_TAKEN, occupancy, soon),
                                NOTHING))
                .isEqualTo("Error: busy");
        assertThat(text.failure(new Failure.Draining(soon), NOTHING)).isEqualTo("Error: busy");
        assertThat(text.failure(new Failure.Late(Failure.Wait.IDLE, soon), NOTHING))
                .isEqualTo("Error: late, next request took more than 2 s");
        assertThat(text.failure(new Failure.Rejected("invalid", "no number"), NOTHING))
                .isEqualTo("Error: no number");
        assertThat(text.failure(new Failure.Lost(CloseReason.CUT), NOTHING)).isNull();
        assertThat(raw.failure(new Failure.Draining(soon), NOTHING))
                .asString(UTF_8)
                .isEqualTo("Error: busy");
        assertThat(raw.failure(new Failure.Lost(CloseReason.CUT), NOTHING)).isNull();
    }
}
