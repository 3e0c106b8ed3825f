package dev.usher.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

class KindTest {
    private static final Kind<Long> BYTES = Kind.bytes(1, 1L << 50);
    private static final Kind<Duration> TIME =
            Kind.duration(Duration.ofMillis(1), Duration.ofDays(365));

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "500,500",
        "64K,65536",
        "20M,20971520",
        "10G,10737418240",
        "1024T,1125899906842624"
    })
    void aNumberOfBytesMayHaveAUnit(String text, long bytes) {
        assertThat(BYTES.read(text)).isEqualTo(bytes);
        assertThat(BYTES.write(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0G",
                "-1",
                "1.5G",
                "1g",
                "1KB",
                "1025T",
                "99999999999999999999",
                "K"
            })
    void whatIsNoNumberOfBytesIsRefused(String text) {
        assertThatThrownBy(() -> BYTES.read(text))
                .hasMessage(
                        "'%s' is not a number of bytes from 1 to 1024T, such as 500, 64K, 20M or"
                                + " 10G",
                        text);
    }

    @ParameterizedTest
    @CsvSource({
        "1 ms,PT0.001S,1 ms",
        "1.5s,PT1.5S,1500 ms",
        "1 s,PT1S,1 s",
        "60 seconds,PT1M,60 s",
        "5m,PT5M,5 min",
        "90 Minutes,PT1H30M,90 min",
        "24h,PT24H,24 h",
        "0.5 d,PT12H,12 h",
        "365 d,P365D,365 d"
    })
    void aTimeHasAUnitAndIsWrittenInTheOneThatSuits(String text, Duration time, String written) {
        assertThat(TIME.read(text)).isEqualTo(time);
        assertThat(TIME.write(time)).isEqualTo(written);
        assertThat(TIME.read(written)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "60",
                "s",
                "-1 s",
                "0 s",
                "1.2.3 s",
                "366 d",
                "1 fortnight",
                "1e9 s",
                "9999999999999999 d"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> TIME.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is not a time from 1 ms to 365 d");
    }

    @Test
    void whatIsNotGivenIsEmptyAndWrittenAsNull() {
        var kind = Kind.optional(Kind.whole(1, 5));
        assertThat(kind.read("")).isEmpty();
        assertThat(kind.read("5")).isEqualTo(Optional.of(5));
        assertThat(kind.quoted(kind.write(Optional.empty()))).isEqualTo("null");
        assertThatThrownBy(() -> kind.read("6")).hasMessageContaining("'6' is not");
    }

    @Test
    void whatHasSpecialLettersIsQuoted() {
        var path = Kind.path();
        assertThat(path.quoted("data")).isEqualTo("data");
        assertThat(path.quoted("/var/lib/usher")).isEqualTo("\"/var/lib/usher\"");
        assertThat(path.quoted("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }

    @Test
    void aLongOrStrangeTextIsShownShortAndHarmless() {
        assertThatThrownBy(() -> Kind.whole(1, 5).read("\u001b[2J" + "9".repeat(10_000)))
                .satisfies(wrong -> assertThat(wrong.getMessage()).hasSizeLessThan(200))
                .hasMessageNotContaining("\u001b");
    }
}
