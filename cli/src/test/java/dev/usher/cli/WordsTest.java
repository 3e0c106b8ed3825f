package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class WordsTest {
    @Test
    void numbersAreGrouped() {
        assertThat(Words.count(0, "client")).isEqualTo("0 clients");
        assertThat(Words.count(1, "client")).isEqualTo("1 client");
        assertThat(Words.count(40_233, "request")).isEqualTo("40,233 requests");
    }

    @Test
    void secondsHaveAsManyDecimalsAsTheyNeed() {
        assertThat(Words.seconds(Duration.ofSeconds(60))).isEqualTo("60 s");
        assertThat(Words.seconds(Duration.ofMillis(1_500))).isEqualTo("1.5 s");
        assertThat(Words.seconds(Duration.ofNanos(300_500_000))).isEqualTo("0.301 s");
    }
}
