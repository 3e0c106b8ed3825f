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

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinesTest {
    private static final Peer PEER =
            new Peer(1, "test", new InetSocketAddress(1), new InetSocketAddress(2));

    private final Codec<String, String> text = Lines.utf8().codec(PEER);
    private final Codec<byte[], byte[]> raw = Lines.bytes().codec(PEER);

    @Test
    void linesEndWithLfOrCrlf() throws IOException {
        var input = Input.of("one\ntwo\r\n\n\r\nthree\rfour\r\r\n".getBytes(UTF_8));
        assertThat(text.read(input)).isEqualTo("one");
        assertThat(text.read(input)).isEqualTo("two");
        assertThat(text.read(input)).isEmpty();
        assertThat(text.read(input)).isEmpty();
        assertThat(text.read(input)).isEqualTo("three\rfour\r");
        assertThat(text.read(input)).isNull();
    }

    @Test
    void aLineWithoutAnEndIsNoLine() throws IOException {
        var input = Input.of("delete a".getBytes(UTF_8));
        assertThatThrownBy(() -> text.read(input))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        thrown -> assertThat(thrown.failure()).isEqualTo(new Failure.CutShort()));
    }

    @Test
    void charactersSurviveAnyCut() throws IOException {
        var bytes = "grüße 漢字 🎭\n".getBytes(UTF_8);
        for (int at = 1; at < bytes.length; at++) {
            var input =
                    Input.of(
                            java.util.Arrays.copyOfRange(bytes, 0, at),
                            java.util.Arrays.copyOfRange(bytes, at, bytes.length));
            assertThat(text.read(input)).isEqualTo("grüße 漢字 🎭");
        }
    }

    @Test
    void theCharacterThatReplacesWhatCannotBeDecodedMayBeSent() throws IOException {
        var line = "a\ufffdé漢🎉";
        assertThat(text.read(Input.of((line + "\n").getBytes(UTF_8)))).isEqualTo(line);
    }

    @Test
    void bytesThatAreNoUtf8AreMalformed() {
        for (var wrong :
                new int[][] {
                    {0xff},
                    {0xc3},
                    {0xc0, 0x80},
                    {0xed, 0xa0, 0x80},
                    {0x80},
                    {0xef, 0xbf, 0xbd, 0xff}
                }) {
            var line = new byte[wrong.length + 1];
            for (int i = 0; i < wrong.length; i++) {
                line[i] = (byte) wrong[i];
            }
            line[wrong.length] = '\n';
            assertThatThrownBy(() -> text.read(Input.of(line)))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            thrown ->
                                    assertThat(thrown.failure())
                                            .isInstanceOf(Failure.Malformed.class));
        }
    }

    @Test
    void rawLinesKeepEverythingButTheirLf() throws IOException {
        var input = Input.of(new byte[] {'a', '\r', '\n', (byte) 0xff, 0, '\n', '\n'});
        assertThat(raw.read(input)).containsExactly('a', '\r');
        assertThat(raw.read(input)).containsExactly(0xff, 0);
        assertThat(raw.read(input)).isEmpty();
        assertThat(raw.read(input)).isNull();
    }

    @Test
    void answersEndWithLf() throws IOException {
        assertThat(written(text, "grüße")).isEqualTo("grüße\n");
        assertThat(written(raw, "a\r".getBytes(UTF_8))).isEqualTo("a\r\n");
    }

    @Test
    void anAnswerThatBeginsWithALineFeedIsTwoLinesToo() {
        var output = new Output(bytes -> {});
        assertThatThrownBy(() -> text.write(output, "\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAnswerOfTwoLinesIsADefectAndNothingOfItLeaves() {
        var sent = new ByteArrayOutputStream();
        var output = new Output(bytes -> sent.write(bytes.get()));
        assertThatThrownBy(() -> text.write(output, "one\ntwo"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(output.position()).isZero();
    }

    @Test
    void everyFailureIsOneLine() {
        var occupancy = new Occupancy(3, 3, 2, 2);
        var soon = Duration.ofSeconds(2);
        assertThat(Lines.line(new Failure.Busy(Failure.Full.EVERYTHING_TAKEN, occupancy, soon)))
                .isEqualTo("BUSY retry-after=2 running=3/3 waiting=2/2");
        assertThat(Lines.line(new Failure.Draining(Duration.ofMillis(1_001))))
                .isEqualTo("BUSY retry-after=2 draining");
        assertThat(Lines.line(new Failure.Late(Failure.Wait.REQUEST, Duration.ofSeconds(30))))
                .isEqualTo("ERROR late whole request took more than 30 s");
        assertThat(Lines.line(new Failure.TooLong(65_536)))
                .isEqualTo("ERROR too-long a request may have 65536 bytes");
        assertThat(Lines.line(new Failure.Rejected("invalid", "division by zero")))
                .isEqualTo("ERROR invalid division by zero");
        assertThat(Lines.line(new Failure.Crashed())).startsWith("ERROR internal ");
        assertThat(Lines.line(new Failure.CutShort())).startsWith("ERROR cut-short ");
        assertThat(Lines.line(new Failure.Malformed("x"))).isEqualTo("ERROR malformed x");
        assertThat(Lines.line(new Failure.Lost(CloseReason.CUT))).isNull();
    }

    @Test
    void bothKindsOfLinesSayAFailureInTheSameWords() {
        var nothing = ByteBuffer.allocate(0);
        var late = new Failure.Late(Failure.Wait.IDLE, Duration.ofMinutes(10));
        assertThat(raw.failure(late, nothing))
                .asString(UTF_8)
                .isEqualTo(text.failure(late, nothing));
        assertThat(raw.failure(new Failure.Lost(CloseReason.CUT), nothing)).isNull();
        assertThat(text.failure(late, "a request")).isEqualTo(text.failure(late, nothing));
    }

    private static <O> String written(Codec<?, O> codec, O message) throws IOException {
        var sent = new ByteArrayOutputStream();
        var output =
                new Output(bytes -> {
                    while (bytes.hasRemaining()) {
                        sent.write(bytes.get());
                    }
                });
        codec.write(output, message);
        output.flush();
        return sent.toString(UTF_8);
    }
}
