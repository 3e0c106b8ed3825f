package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class BytesTest {

    @Test
    void theFirstIsFoundWhereverItIsAndWhateverIsAroundIt() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        // Values next to the one that is wanted, and with its lowest or highest bit changed.
        byte[] alphabet = {'\n', '\n' ^ 1, '\n' + 1, '\n' - 1, (byte) ('\n' ^ 0x80), 0, -1};
        for (int round = 0; round < 20_000; round++) {
            var bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(random.nextBoolean() ? alphabet.length : 2)];
            }
            int start = random.nextInt(bytes.length + 1);
            int end = start + random.nextInt(bytes.length - start + 1);
            byte wanted = alphabet[random.nextInt(alphabet.length)];
            assertThat(Bytes.indexOf(wanted, bytes, start, end))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(oneByOne(wanted, bytes, start, end));
        }
    }

    private static int oneByOne(byte wanted, byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
