package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class FileNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "notes.txt",
                "a/b/c",
                ".hidden",
                "..a",
                "a..b",
                "with blanks in it",
                "%2e%2e%2f",
                "~",
                "-rf",
                "$HOME",
                "*",
                "2026-03-02T09:00:00",
                "console",
                "common.txt",
                "Zürich",
                "写真/猫.jpg",
                "カタカナ・ノート",
                "нотатки",
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "usher",
                ".usher2",
            })
    void ordinaryNamesAreNames(String text) throws FailureException {
        assertThat(FileName.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``           | name  is empty",
                "/a           | name /a is absolute",
                "a//b         | name a//b has an empty segment",
                "a/           | name a/ has an empty segment",
                ".            | name . has a segment of nothing but dots",
                "a/../b       | name a/../b has a segment of nothing but dots",
                "....         | name .... has a segment of nothing but dots",
                "a\\b         | name a\\b has a backslash, or what looks like a separator or a dot",
                "a.           | name a. has a segment with a blank at an end, or a dot at its end",
                "` a`         | name  a has a segment with a blank at an end, or a dot at its end",
                ".USHER/x     | name .USHER/x is reserved",
                "a/.usher     | name a/.usher is reserved",
                "C:x          | name C:x is a device on some systems",
                "a/nul.txt    | name a/nul.txt is a device on some systems",
                "COM1         | name COM1 is a device on some systems",
                "lpt\u00b9.x  | name lpt\u00b9.x is a device on some systems",
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> FileName.of(text)).hasMessage("invalid: " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u2215", "\u2044", "\uff0f", "\u2024", "\u2025", "\u2026", "\uff0e", "\u29f5",
                "\uff3c", "\ufe52", "\ufe68", "\u2100", "\u2488", "\u2571", "\u29f8", "\u0338",
                "\0", "\n", "\r", "\t", "\u0007", "\u007f", "\u0085", "\u00a0", "\u00ad", "\u200b",
                "\u200e", "\u202e", "\u2028", "\u2066", "\ufeff", "\ud800", "\udc00", "\ue000",
                "e\u0301", "\u212b", "\u1680", "\u3000", "\ufff0", "\u061c",
            })
    void whatDeceivesIsNoPartOfAName(String part) {
        for (var text : List.of(part, "a" + part + "b", "a/" + part, part + "/b", ".." + part)) {
            assertThatThrownBy(() -> FileName.of(text))
                    .isInstanceOf(FailureException.class)
                    .hasMessageStartingWith("invalid: name ");
        }
    }

    @Test
    void lengthsAreBounded() throws FailureException {
        assertThat(FileName.of("a".repeat(255))).isNotNull();
        assertThat(FileName.of("é".repeat(127))).isNotNull();
        assertTooLong("a".repeat(256), "a segment of more than 255 bytes");
        assertTooLong("é".repeat(128), "a segment of more than 255 bytes");
        assertThat(FileName.of("a/".repeat(31) + "a")).isNotNull();
        assertTooLong("a/".repeat(32) + "a", "more than 32 segments");
        assertTooLong("a".repeat(1_025), "more than 1024 bytes");
        assertTooLong("a".repeat(50_000_000), "more than 1024 bytes");
    }

    private static void assertTooLong(String text, String what) {
        assertThatThrownBy(() -> FileName.of(text)).hasMessageEndingWith(" has " + what);
    }

    @Test
    void theOrderIsThatOfTheBytes() throws FailureException {
        var texts =
                List.of("a", "a/b", "a-b", "a.b", "ab", "\uffe5", "\ud83d\ude00", "é", "z", "B");
        var byBytes =
                texts.stream()
                        .sorted((one, other) ->
                                Arrays.compareUnsigned(
                                        one.getBytes(StandardCharsets.UTF_8),
                                        other.getBytes(StandardCharsets.UTF_8)))
                        .toList();
        var names = Stream.<FileName>builder();
        for (var text : texts) {
            names.add(FileName.of(text));
        }
        assertThat(names.build().sorted().map(FileName::toString).toList()).isEqualTo(byBytes);
    }
}
