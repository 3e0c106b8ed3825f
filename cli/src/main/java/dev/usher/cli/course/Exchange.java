package dev.usher.cli.course;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.cli.terminal.Words;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;

/**
 * Talks unframed: a message goes out in one write, and what one read brings is its answer. What
 * goes wrong is an {@link IOException} with a sentence for people.
 */
final class Exchange implements AutoCloseable {
    private static final int LONGEST = 64 * 1024;

    private final Link link;

    /** Talks over this link, and closes it in the end. */
    Exchange(Link link) {
        this.link = link;
    }

    void send(String message) throws IOException {
        var bytes = message.getBytes(UTF_8);
        if (bytes.length > LONGEST) {
            throw new IOException("a message has at most " + Words.count(LONGEST, "byte"));
        }
        link.send(bytes);
    }

    /** Waits for the answer to what was sent. */
    String receive() throws IOException {
        var answer = new byte[LONGEST];
        int length = link.receive(answer, 0);
        if (length < 0) {
            throw link.lost(new EOFException("it was closed"));
        }
        while (length < LONGEST && endsInsideACharacter(answer, length)) {
            int more = link.receive(answer, length);
            if (more < 0) {
                break;
            }
            length += more;
        }
        return new String(answer, 0, length, UTF_8);
    }

    /** Whether a service says with this answer that it has no result. */
    static boolean isError(String answer) {
        return answer.startsWith("Error");
    }

    /** Whether the last character lacks some of its bytes, which are on their way then. */
    private static boolean endsInsideACharacter(byte[] received, int length) {
        var bytes = ByteBuffer.wrap(received, 0, length);
        UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .decode(bytes, CharBuffer.allocate(length), false);
        return bytes.hasRemaining();
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
