package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "~",
                "\u00a0",
                "ä",
                "\u2027\u202a",
                "\ud83d\ude00",
                "x\ud83d\ude00\ud83d\ude00x",
                "\\"
            })
    void whatIsFitForALineStaysAsItIs(String text) {
        assertThat(Escapes.printable(text)).isEqualTo(text);
    }

    @Test
    void controlsAndSeparatorsAreWrittenAsTheirCodes() {
        assertThat(Escapes.printable("\0\u001f\u007f\u009f\u2028\u2029"))
                .isEqualTo("\\u0000\\u001f\\u007f\\u009f\\u2028\\u2029");
        assertThat(Escapes.printable("a\nb\rc")).isEqualTo("a\\u000ab\\u000dc");
    }

    @Test
    void halvesOfPairsAreToo() {
        assertThat(Escapes.printable("\ud83d")).isEqualTo("\\ud83d");
        assertThat(Escapes.printable("\ude00")).isEqualTo("\\ude00");
        assertThat(Escapes.printable("x\ud83dx")).isEqualTo("x\\ud83dx");
        assertThat(Escapes.printable("x\ude00x")).isEqualTo("x\\ude00x");
        assertThat(Escapes.printable("\ude00\ud83d")).isEqualTo("\\ude00\\ud83d");
        assertThat(Escapes.printable("\ud83d\ud83d\ude00\ude00"))
                .isEqualTo("\\ud83d\ud83d\ude00\\ude00");
    }
}
