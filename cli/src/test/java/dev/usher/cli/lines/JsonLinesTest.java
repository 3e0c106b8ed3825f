package dev.usher.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                " [",
                "{\"a\":1,",
                "[[1],",
                "{\"a\":\"}\"",
                "{\"a\":\"\\\"}\"",
                "{\"a\":{\"b\":[1,\n2]",
            })
    void openBracketsGoOn(String text) {
        assertThat(JsonLines.isOpen(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "add 1 2",
                "report thermo-1 {",
                "{}",
                "[1,2]",
                "{\"a\":\"{\"}",
                "{\"a\":\"\\\\\"}",
                "{\"a\":1}}",
                "[1,\n2]",
            })
    void allElseIsALine(String text) {
        assertThat(JsonLines.isOpen(text)).isFalse();
    }
}
