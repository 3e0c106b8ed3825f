package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutputTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<Integer> sizes = new ArrayList<>();
    private final Output output = new Output(this::send);

    private void send(ByteBuffer bytes) {
        sizes.add(bytes.remaining());
        send(bytes, sent);
    }

    private static void send(ByteBuffer bytes, ByteArrayOutputStream sent) {
        while (bytes.hasRemaining()) {
            sent.write(bytes.get());
        }
    }

    @Test
    void whatWasWrittenLeavesTogetherAtAFlush() throws IOException {
        output.writeUtf8("grüße");
        output.write('\n');
        assertThat(sizes).isEmpty();
        output.flush();
        output.flush();
        assertThat(sent.toString(UTF_8)).isEqualTo("grüße\n");
        assertThat(sizes).containsExactly(8);
        assertThat(output.position()).isEqualTo(8);
    }

    @Test
    void numbersAreBigEndian() throws IOException {
        output.writeShort(0x10203);
        output.writeInt(0x04050607);
        output.writeLong(0x08090a0b0c0d0e0fL);
        output.write(0x110);
        output.flush();
        assertThat(sent.toByteArray())
                .containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    }

    @Test
    void piecesOfEverySizeArriveWholeAndInOrder() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("output: -Dseed=" + seed);
        var random = new Random(seed);
        var expected = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            var piece = new byte[random.nextInt(random.nextBoolean() ? 300 : 150_000)];
            random.nextBytes(piece);
            expected.write(piece);
            switch (random.nextInt(3)) {
                case 0 -> output.write(piece);
                case 1 -> output.write(ByteBuffer.wrap(piece));
                default -> output.stream().write(piece, 0, piece.length);
            }
            assertThat(output.position()).isEqualTo(expected.size());
        }
        output.stream().close();
        assertThat(sent.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(output.position()).isEqualTo(expected.size());
    }

    @Test
    void outputsThatAreUsedByTurnsShareNoBytes() throws IOException {
        var otherSent = new ByteArrayOutputStream();
        var other = new Output(bytes -> send(bytes, otherSent));
        output.writeUtf8("before");
        output.flush(); // from here on there is an array to spare
        for (int i = 0; i < 3; i++) {
            output.writeUtf8(" one " + i);
            other.writeUtf8(" other " + i);
            other.flush();
            output.writeUtf8(" two " + i);
            output.flush();
        }
        assertThat(sent.toString(UTF_8)).isEqualTo("before one 0 two 0 one 1 two 1 one 2 two 2");
        assertThat(otherSent.toString(UTF_8)).isEqualTo(" other 0 other 1 other 2");
    }

    @Test
    void aTextIsFollowedByTheCharacterThatEndsIt() throws IOException {
        var expected = new StringBuilder();
        for (int length = 0; length < 70; length++) {
            var text = "ü".repeat(length % 2) + "x".repeat(length);
            output.writeUtf8(text, (byte) ';');
            expected.append(text).append(';');
        }
        var large = "y".repeat(64 * 1024);
        output.writeUtf8(large, (byte) ';');
        output.flush();
        assertThat(sent.toString(UTF_8)).isEqualTo(expected + large + ';');
    }

    @Test
    void aTextThatHoldsItsEndIsRefusedWhereverThatIs() throws IOException {
        for (int length = 1; length < 70; length++) {
            for (int at = 0; at < length; at++) {
                var text = "x".repeat(at) + ';' + "x".repeat(length - at - 1);
                assertThatThrownBy(() -> output.writeUtf8(text, (byte) ';'))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        output.flush();
        assertThat(sizes).isEmpty();
    }

    @Test
    void aFullBufferLeavesByItself() throws IOException {
        for (int i = 0; i <= 64 * 1024; i++) {
            output.write(i);
        }
        assertThat(sizes).containsExactly(64 * 1024);
        output.flush();
        assertThat(sizes).containsExactly(64 * 1024, 1);
    }

    @Test
    void aLargePieceIsNotCopiedAndDoesNotOvertake() throws IOException {
        output.write(1);
        output.write(new byte[100_000]);
        output.write(2);
        output.flush();
        assertThat(sizes).containsExactly(1, 100_000, 1);
    }

    @Test
    void aPartOfAnArrayIsThatPart() throws IOException {
        output.write("abcdef".getBytes(UTF_8), 2, 3);
        output.stream().write('x');
        output.stream().flush();
        assertThat(sent.toString(UTF_8)).isEqualTo("cdex");
    }
}
