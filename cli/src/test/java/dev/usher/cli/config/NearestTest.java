package dev.usher.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class NearestTest {
    private static final List<String> KNOWN =
            List.of(
                    "data",
                    "files.max-files",
                    "all-listeners.max-clients",
                    "all-listeners.bind",
                    "all-listeners.open",
                    "listeners.echo.port");

    @ParameterizedTest
    @CsvSource({
        "dtaa,data",
        "datum,data",
        "files.max_files,files.max-files",
        "all-listener.max-client,all-listeners.max-clients",
        "max-clients,all-listeners.max-clients",
        "all-listeners.port,listeners.echo.port",
        "all-listeners.bnid,all-listeners.bind"
    })
    void aSlipOfThePenIsUnderstood(String word, String meant) {
        assertThat(Nearest.of(word, KNOWN)).isEqualTo(meant);
    }

    @Test
    void whatIsLikeNothingHasNoNearest() {
        assertThat(Nearest.of("teapot", KNOWN)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "abc,acb,1", "abc,abd,1", "abc,ab,1", "kitten,sitting,3"})
    void theDistanceCountsLettersChangedAndSwapped(String one, String other, int distance) {
        assertThat(Nearest.distance(one, other)).isEqualTo(distance);
        assertThat(Nearest.distance(other, one)).isEqualTo(distance);
    }
}
