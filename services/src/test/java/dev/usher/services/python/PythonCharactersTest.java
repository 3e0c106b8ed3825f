package dev.usher.services.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Every character of Unicode is for us what it is for Python. */
class PythonCharactersTest {
    private static final String KINDS =
            """
            import unicodedata
            for c in map(chr, range(0x110000)):
                digit = unicodedata.decimal(c, None)
                if c.isspace():
                    print('space')
                elif unicodedata.category(c) == 'Cn':
                    print('unassigned')
                else:
                    print('other' if digit is None else digit)
            """;

    @TempDir Path folder;

    @Test
    void spacesAndDigitsAreThoseOfPython() throws Exception {
        var kinds = Python.run(KINDS, List.of(), folder);
        assertThat(kinds).hasSize(Character.MAX_CODE_POINT + 1);
        // Java may know a newer Unicode, which has digits of more scripts.
        var different =
                IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(character -> !kinds.get(character).equals("unassigned"))
                        .filter(character -> !kinds.get(character).equals(kind(character)))
                        .mapToObj("U+%04X"::formatted);
        assertThat(different).isEmpty();
    }

    private static String kind(int character) {
        if (Character.isBmpCodePoint(character) && PythonText.isSpace((char) character)) {
            return "space";
        }
        int digit = PythonInteger.digit(character);
        return digit < 0 ? "other" : Integer.toString(digit);
    }
}
