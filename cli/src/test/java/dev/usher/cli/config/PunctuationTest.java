package dev.usher.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Random;

class PunctuationTest {
    private static final int TEXTS = 50_000;
    private static final int LONGEST = 16;

    private static final String[] PIECES = {
        "a", "=", "b", "{", "}", "[", "]", "\"", "\"\"\"", "\\", "\\\\", "#", "//", "/", "\n", " ",
        ",", ":", "${", "}", ".", "\r\n"
    };

    @Test
    void whatTheParserTakesIsNotComplainedOf() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < TEXTS; i++) {
            var text = text(random);
            if (isTaken(text)) {
                taken++;
                assertThat(Punctuation.in(Path.of("usher.conf"), text))
                        .as("seed %d: <%s>", seed, text)
                        .isEmpty();
            }
        }
        assertThat(taken).as("seed %d", seed).isPositive();
    }

    private static String text(Random random) {
        var text = new StringBuilder("a = ");
        for (int length = random.nextInt(LONGEST); length > 0; length--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static boolean isTaken(String text) {
        try {
            ConfigFactory.parseString(text);
            return true;
        } catch (ConfigException refused) {
            return false;
        }
    }
}
