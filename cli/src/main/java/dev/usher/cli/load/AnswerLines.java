package dev.usher.cli.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.cli.lines.Verdict;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Cuts what one connection receives into lines. The same line as before is not read again, which
 * makes an answer cost next to nothing, for most are the same.
 */
final class AnswerLines {
    /** Of a longer line, the rest is not looked at. */
    private static final int LONGEST = 64 * 1024;

    private final Function<String, Verdict> reading;
    private final Consumer<Verdict> answers;
    private byte[] begun = new byte[256];
    private int length;
    private byte[] last = {};
    private Verdict verdict = new Verdict.Good();

    /** Has lines read by the one and tells the other, line by line. */
    AnswerLines(Function<String, Verdict> reading, Consumer<Verdict> answers) {
        this.reading = reading;
        this.answers = answers;
    }

    /** Takes the next bytes of the connection. */
    void take(byte[] bytes, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                if (length == 0) {
                    read(bytes, start, i);
                } else {
                    keep(bytes, start, i);
                    read(begun, 0, length);
                    length = 0;
                }
                start = i + 1;
            }
        }
        keep(bytes, start, count);
    }

    private void keep(byte[] bytes, int from, int to) {
        int count = Math.min(to - from, LONGEST - length);
        if (length + count > begun.length) {
            begun = Arrays.copyOf(begun, Math.min(LONGEST, 2 * (length + count)));
        }
        System.arraycopy(bytes, from, begun, length, count);
        length += count;
    }

    private void read(byte[] bytes, int from, int to) {
        if (!Arrays.equals(bytes, from, to, last, 0, last.length)) {
            last = Arrays.copyOfRange(bytes, from, to);
            verdict = reading.apply(new String(last, UTF_8).strip());
        }
        answers.accept(verdict);
    }

    /** Whether a line has begun and has no end yet. */
    boolean hasBegun() {
        return length > 0;
    }

    /** Forgets what was begun: the connection is another. */
    void clear() {
        length = 0;
    }
}
