package dev.usher.bench.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class LineDecoderTest {
    @Test
    void linesAreTheSameWhereverTheyAreCut() throws IOException {
        var text = "first\n\nthe third, of ünïcode €\nlast one\n".getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            assertThat(decode(Arrays.copyOf(text, cut), Arrays.copyOfRange(text, cut, text.length)))
                    .as("cut at %d", cut)
                    .containsExactly("first", "", "the third, of ünïcode €", "last one");
        }
    }

    @Test
    void linesAreTheSameByteByByte() throws IOException {
        var pieces = new byte[12][];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = new byte[] {(byte) "one\ntwo\nthr\n".charAt(i)};
        }
        assertThat(decode(pieces)).containsExactly("one", "two", "thr");
    }

    @Test
    void anUnfinishedLineIsNoLine() throws IOException {
        assertThat(decode("whole\nhalf".getBytes(StandardCharsets.UTF_8))).containsExactly("whole");
    }

    @Test
    void theLongestLineIsTakenAndALongerOneRefused() throws IOException {
        var longest = "x".repeat(LineDecoder.LONGEST);
        var bytes = (longest + "\n").getBytes(StandardCharsets.UTF_8);
        assertThat(decode(bytes)).containsExactly(longest);
        var half = Arrays.copyOf(bytes, bytes.length / 2);
        assertThatThrownBy(() -> decode(half, bytes)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> decode(half, half, half)).isInstanceOf(IOException.class);
    }

    @Test
    void lineFeedsAreFoundAmongAnyBytes() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            var bytes = new byte[random.nextInt(40)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(8) == 0 ? '\n' : random.nextInt(256));
            }
            int from = random.nextInt(bytes.length + 1);
            int expected = from;
            while (expected < bytes.length && bytes[expected] != '\n') {
                expected++;
            }
            assertThat(LineFeeds.indexOf(bytes, from, bytes.length))
                    .as("seed %d, from %d in %s", seed, from, Arrays.toString(bytes))
                    .isEqualTo(expected == bytes.length ? -1 : expected);
        }
    }

    @Test
    void theEncoderGrowsWithItsLines() throws IOException {
        var encoder = new LineEncoder(4);
        encoder.add("dropped");
        encoder.clear();
        encoder.add("a");
        encoder.add("ünïcode, and longer");
        assertThat(decode(Arrays.copyOf(encoder.bytes(), encoder.length())))
                .containsExactly("a", "ünïcode, and longer");
    }

    private static List<String> decode(byte[]... pieces) throws IOException {
        var decoder = new LineDecoder();
        var lines = new ArrayList<String>();
        for (var piece : pieces) {
            decoder.decode(piece, piece.length, lines::add);
        }
        return lines;
    }
}
