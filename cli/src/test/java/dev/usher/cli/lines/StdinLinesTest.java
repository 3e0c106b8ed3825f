package dev.usher.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class StdinLinesTest {

    private static StdinLines of(String text, Charset charset) {
        return new StdinLines(new ByteArrayInputStream(text.getBytes(charset)));
    }

    private static List<String> all(StdinLines lines) throws IOException {
        var all = new ArrayList<String>();
        for (String line; (line = lines.next()) != null; ) {
            all.add(line);
        }
        return all;
    }

    @Test
    void linesEndWithLineFeedOrBothOrTheInput() throws IOException {
        assertThat(all(of("one\ntwo\r\n\n  \ré\0\nlast", UTF_8)))
                .containsExactly("one", "two", "", "  \ré\0", "last");
        assertThat(all(of("", UTF_8))).isEmpty();
        assertThat(all(of("\n", UTF_8))).containsExactly("");
    }

    @Test
    void aLineMayComeInManyPieces() throws IOException {
        var long1 = "é".repeat(100_000);
        var pieces =
                new SequenceInputStream(
                        new ByteArrayInputStream(long1.substring(1).getBytes(UTF_8)),
                        new ByteArrayInputStream("é\nnext".getBytes(UTF_8)));
        assertThat(all(new StdinLines(pieces))).containsExactly(long1, "next");
    }

    @Test
    void whatIsNotUtf8IsRefusedWithItsNumber() throws IOException {
        var lines = of("one\ncaf\u00e9\n", ISO_8859_1);
        assertThat(lines.next()).isEqualTo("one");
        assertThatThrownBy(lines::next)
                .isInstanceOf(WrongInputException.class)
                .hasMessage("line 2 of stdin is not UTF-8");
    }

    @Test
    void aLineWithoutEndIsRefused() {
        var endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'y';
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        Arrays.fill(bytes, offset, offset + length, (byte) 'y');
                        return length;
                    }
                };
        assertThatThrownBy(new StdinLines(endless)::next)
                .isInstanceOf(WrongInputException.class)
                .hasMessage("line 1 of stdin has more than 16,777,216 bytes");
    }
}
