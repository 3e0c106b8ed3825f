package dev.usher.services.files.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Asks a server one thing after another, and closes the connection when nobody knows any more what
 * comes next on it. Belongs to one client.
 */
final class Exchange implements AutoCloseable {
    private static final int LONGEST_LINE = 64 * 1024;

    private final Wire wire;

    /** Whether bytes of a file are on their way, which end a connection if they do not come all. */
    private boolean inTheMiddle;

    Exchange(Wire wire) {
        this.wire = wire;
    }

    /** Something that is asked. */
    interface Question<T> {
        T ask() throws IOException;
    }

    /** Asks. */
    <T> T of(Question<T> question) throws IOException {
        boolean orderly = false;
        try {
            inTheMiddle = false;
            var answer = question.ask();
            orderly = true;
            return answer;
        } catch (FilesException.Refused no) {
            orderly = !inTheMiddle && !no.isLast();
            throw no;
        } finally {
            if (!orderly) {
                wire.close();
            }
        }
    }

    /** From here on until {@link #isThrough}, what goes wrong costs the connection. */
    void isInTheMiddle() {
        inTheMiddle = true;
    }

    /** All bytes of the file have passed. */
    void isThrough() {
        inTheMiddle = false;
    }

    /** Sends a line, and waits for the one that answers it. */
    String answer(String line) throws FilesException {
        return answer(line, LONGEST_LINE);
    }

    /** The same, for an answer of up to so many bytes. */
    String answer(String line, int longest) throws FilesException {
        if (!wire.isOpen()) {
            throw new FilesException.Lost("the connection was closed before", null);
        }
        wire.send(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
        wire.expect();
        return wire.line(longest);
    }

    /** Waits for one more line. */
    String nextLine() throws FilesException {
        wire.expect();
        return wire.line(LONGEST_LINE);
    }

    Wire wire() {
        return wire;
    }

    boolean isOpen() {
        return wire.isOpen();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
