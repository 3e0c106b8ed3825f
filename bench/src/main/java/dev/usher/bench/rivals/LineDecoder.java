package dev.usher.bench.rivals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts one connection's bytes into lines of UTF-8. Takes a whole read at once; holds memory only
 * while a line is unfinished.
 */
final class LineDecoder {
    /** The longest line, its end not counted. */
    static final int LONGEST = 64 * 1024;

    private static final byte[] NONE = {};

    private byte[] partial = NONE;
    private int partialLength;

    /**
     * Decodes what was read.
     *
     * @param lines is given each line that is complete now, without its end
     * @throws IOException if a line is too long
     */
    void decode(byte[] bytes, int length, Consumer<String> lines) throws IOException {
        int at = 0;
        for (int end; (end = LineFeeds.indexOf(bytes, at, length)) >= 0; at = end + 1) {
            check(partialLength + end - at);
            lines.accept(line(bytes, at, end));
        }
        if (at < length) {
            check(partialLength + length - at);
            keep(bytes, at, length);
        }
    }

    private static void check(int lineLength) throws IOException {
        if (lineLength > LONGEST) {
            throw new IOException("a line of more than " + LONGEST + " bytes");
        }
    }

    private String line(byte[] bytes, int from, int to) {
        if (partialLength == 0) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        keep(bytes, from, to);
        var line = new String(partial, 0, partialLength, StandardCharsets.UTF_8);
        partial = NONE;
        partialLength = 0;
        return line;
    }

    private void keep(byte[] bytes, int from, int to) {
        int more = to - from;
        if (partial.length - partialLength < more) {
            partial = Arrays.copyOf(partial, Math.max(partialLength + more, 2 * partialLength));
        }
        System.arraycopy(bytes, from, partial, partialLength, more);
        partialLength += more;
    }
}
