package dev.usher.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Peer;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FramesTest {
    private static final Peer PEER =
            new Peer(1, "test", new InetSocketAddress(1), new InetSocketAddress(2));

    private final Codec<byte[], byte[]> codec = Frames.int32().codec(PEER);

    @Test
    void framesSurviveAnyCut() throws IOException {
        var sent = new ByteArrayOutputStream();
        var output =
                new Output(bytes -> {
                    while (bytes.hasRemaining()) {
                        sent.write(bytes.get());
                    }
                });
        codec.write(output, "hello".getBytes(UTF_8));
        codec.write(output, new byte[0]);
        codec.write(output, "again".getBytes(UTF_8));
        output.flush();
        var bytes = sent.toByteArray();
        assertThat(bytes).startsWith(0, 0, 0, 5, 'h').hasSize(3 * 4 + 10);
        for (int at = 1; at < bytes.length; at++) {
            var input =
                    Input.of(
                            Arrays.copyOfRange(bytes, 0, at),
                            Arrays.copyOfRange(bytes, at, bytes.length));
            assertThat(codec.read(input)).asString(UTF_8).isEqualTo("hello");
            assertThat(codec.read(input)).isEmpty();
            assertThat(codec.read(input)).asString(UTF_8).isEqualTo("again");
            assertThat(codec.read(input)).isNull();
        }
    }

    @Test
    void aNegativeLengthIsMalformed() {
        assertThatThrownBy(() -> codec.read(Input.of(new byte[] {-1, -1, -1, -1, 0})))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        thrown ->
                                assertThat(thrown.failure())
                                        .isEqualTo(new Failure.Malformed("a frame of -1 bytes")));
    }

    @Test
    void aLengthBeyondTheLimitIsRefusedBeforeThePayload() {
        var input = Input.of(new byte[] {0x7f, -1, -1, -1});
        input.beginMessage();
        assertThatThrownBy(() -> codec.read(input))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        thrown ->
                                assertThat(thrown.failure())
                                        .isEqualTo(new Failure.TooLong(64 * 1024)));
    }

    @Test
    void aFrameThatEndsEarlyIsCutShort() {
        for (var part : new byte[][] {{0}, {0, 0, 0}, {0, 0, 0, 2}, {0, 0, 0, 2, 1}}) {
            assertThatThrownBy(() -> codec.read(Input.of(part)))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            thrown ->
                                    assertThat(thrown.failure()).isEqualTo(new Failure.CutShort()));
        }
    }

    @Test
    void aFailureIsSaidAsTheFunctionSaysItAndByDefaultNotAtAll() {
        var nothing = ByteBuffer.allocate(0);
        assertThat(codec.failure(new Failure.CutShort(), nothing)).isNull();
        var speaking = Frames.int32(failure -> failure.code().getBytes(UTF_8)).codec(PEER);
        assertThat(speaking.failure(new Failure.CutShort(), nothing))
                .asString(UTF_8)
                .isEqualTo("cut-short");
    }
}
