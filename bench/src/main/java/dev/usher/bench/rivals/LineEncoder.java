package dev.usher.bench.rivals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Gathers lines as UTF-8, each with a line feed at its end, to be sent together. */
final class LineEncoder {
    private byte[] bytes;
    private int length;

    LineEncoder(int capacity) {
        bytes = new byte[capacity];
    }

    void add(String line) {
        var text = line.getBytes(StandardCharsets.UTF_8);
        if (bytes.length - length < text.length + 1) {
            bytes = Arrays.copyOf(bytes, Math.max(length + text.length + 1, 2 * bytes.length));
        }
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        bytes[length++] = '\n';
    }

    /** The array that holds the lines, from its beginning on. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }
}
