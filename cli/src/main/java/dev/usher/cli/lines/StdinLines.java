package dev.usher.cli.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * The lines of standard input: UTF-8, each up to LF or CRLF, the last one up to the end. Not safe
 * for use by many threads.
 */
final class StdinLines {
    /** The most bytes of a line. */
    static final int LONGEST = 16 << 20;

    private static final int PIECE = 64 * 1024;

    private final InputStream stdin;
    private final byte[] piece = new byte[PIECE];
    private int at;
    private int end;
    private long number;

    StdinLines(InputStream stdin) {
        this.stdin = stdin;
    }

    /**
     * Waits for the next line.
     *
     * @return the line without its end; {@code null} at the end of the input
     * @throws WrongInputException if it is too long or not UTF-8
     */
    @Nullable String next() throws IOException {
        var line = new ByteArrayOutputStream();
        number++;
        while (at < end || fill()) {
            int lineFeed = lineFeed();
            if (line.size() + (lineFeed - at) > LONGEST) {
                throw new WrongInputException(
                        "line %,d of stdin has more than %,d bytes".formatted(number, LONGEST));
            }
            line.write(piece, at, lineFeed - at);
            at = lineFeed + 1;
            if (lineFeed < end) {
                return text(line.toByteArray());
            }
        }
        return line.size() == 0 ? null : text(line.toByteArray());
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, stdin.read(piece));
        return end > 0;
    }

    /** Where the next LF is, or the end of what was read. */
    private int lineFeed() {
        int found = at;
        while (found < end && piece[found] != '\n') {
            found++;
        }
        return found;
    }

    private String text(byte[] line) throws IOException {
        int length = line.length;
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length)).toString();
        } catch (CharacterCodingException other) {
            throw new WrongInputException("line %,d of stdin is not UTF-8".formatted(number));
        }
    }
}
