package dev.usher.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "0.0004, 0 s",
        "0.025, 0.025 s",
        "0.9994, 1 s",
        "1.25, 1.25 s",
        "2.003, 2 s",
        "59.997, 60 s",
        "86400, 86400 s"
    })
    void aTimeIsToldAsItWasMeant(double seconds, String told) {
        assertThat(Words.seconds(Duration.ofNanos(Math.round(seconds * 1e9)))).isEqualTo(told);
    }
}
