package dev.usher.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class WordsTest {
    @Test
    void aMeasuredTimeHasNoMoreThanATenthFromASecondOn() {
        assertThat(Words.about(Duration.ofMillis(2_003))).isEqualTo("2 s");
        assertThat(Words.about(Duration.ofMillis(9_960))).isEqualTo("10 s");
        assertThat(Words.about(Duration.ofMillis(1_460))).isEqualTo("1.5 s");
        assertThat(Words.about(Duration.ofMillis(949))).isEqualTo("0.949 s");
        assertThat(Words.about(Duration.ZERO)).isEqualTo("0 s");
    }

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

    @Test
    void bytesAreWrittenInTheirUnit() {
        assertThat(Words.bytes(0)).isEqualTo("0 B");
        assertThat(Words.bytes(1_023)).isEqualTo("1023 B");
        assertThat(Words.bytes(1_024)).isEqualTo("1.0 KiB");
        assertThat(Words.bytes(85L << 20)).isEqualTo("85 MiB");
        assertThat(Words.bytes((1L << 30) + (1L << 29))).isEqualTo("1.5 GiB");
        assertThat(Words.bytes(Long.MAX_VALUE)).isEqualTo("8192 PiB");
    }

    @Test
    void timesThatAreLeftReadLikeAClock() {
        assertThat(Words.clock(0)).isEqualTo("0:00");
        assertThat(Words.clock(78)).isEqualTo("1:18");
        assertThat(Words.clock(3_723)).isEqualTo("1:02:03");
    }
}
