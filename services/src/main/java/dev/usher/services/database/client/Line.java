package dev.usher.services.database.client;

import dev.usher.Input;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The bytes up to the end of this line, the end being the end of the stream. For one thread. */
final class Line extends InputStream {
    private final Input input;
    private boolean ended;

    Line(Input input) {
        this.input = input;
    }

    @Override
    public int read() throws IOException {
        if (ended) {
            return -1;
        }
        int next = input.read();
        ended = next == '\n' || next < 0;
        return ended ? -1 : next;
    }

    /** What has arrived of it, and waits for nothing more than a byte. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = 0;
        do {
            int next = count < length ? read() : -1;
            if (next < 0) {
                return count == 0 && length > 0 ? -1 : count;
            }
            bytes[offset + count++] = (byte) next;
        } while (input.available() > 0);
        return count;
    }

    /** A part of it begins that may have as many bytes as a message. */
    void beginPart() {
        input.beginMessage();
    }

    /** Takes what nobody wants. */
    void skipRest() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }
}
