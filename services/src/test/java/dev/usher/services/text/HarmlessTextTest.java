package dev.usher.services.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HarmlessTextTest {

    @Test
    void whatPeopleCanReadStays() {
        assertThat(HarmlessText.of("é 漢 🎉\u00a0\u3000 می\u200cخواهم 👨\u200d👩"))
                .isEqualTo("é 漢 🎉\u00a0\u3000 می\u200cخواهم 👨\u200d👩");
    }

    @Test
    void whatTouchesTheTerminalIsSpelledOut() {
        assertThat(HarmlessText.of("a\033[2Jb\r\nc\u202ed\u0085e\u2028f\ud800"))
                .isEqualTo("a\\u001b[2Jb\\u000d\\u000ac\\u202ed\\u0085e\\u2028f\\ud800");
        assertThat(HarmlessText.of("\ue000\u0378" + Character.toString(0xe0041)))
                .isEqualTo("\\ue000\\u0378\\U000e0041");
    }

    @Test
    void otherBlanksThanTheSpaceAreNotPlain() {
        assertThat(HarmlessText.isPlain(' ')).isTrue();
        assertThat(HarmlessText.isPlain('\u00a0')).isFalse();
        assertThat(HarmlessText.isPlain('\n')).isFalse();
        assertThat(HarmlessText.isPlain('\u200d')).isFalse();
        assertThat(HarmlessText.isPlain('é')).isTrue();
    }
}
