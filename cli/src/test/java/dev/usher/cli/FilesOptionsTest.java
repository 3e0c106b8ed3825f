package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.services.files.StoreLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

import java.time.Duration;

class FilesOptionsTest {

    @Command
    private static final class Some {
        @Mixin private final FilesOptions files = new FilesOptions();
    }

    private static StoreLimits limits(String... arguments) {
        var some = new Some();
        new CommandLine(some).parseArgs(arguments);
        return some.files.limits();
    }

    @Test
    void whatIsNotGivenStaysAsItIs() {
        assertThat(limits()).isEqualTo(StoreLimits.defaults());
    }

    @Test
    void whatIsGivenHolds() {
        assertThat(limits("--max-file-size=5", "--max-store-size=2K", "--keep-broken=1.5"))
                .isEqualTo(
                        StoreLimits.defaults()
                                .fileSize(5)
                                .storeSize(2048)
                                .resumable(Duration.ofMillis(1_500)));
    }

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
        assertThat(new ByteCount().convert(text)).isEqualTo(bytes);
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
        assertThatThrownBy(() -> limits("--max-file-size=" + text))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(
                        text.isEmpty()
                                ? "max-file-size"
                                : "'" + text + "' is not a number of bytes from 1 to 1024T");
    }
}
