package dev.usher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes that a client is sent. They gather here and leave together: when 64 KiB are full, or at
 * a {@link #flush}, which the server calls before it waits for the client. Writing blocks while the
 * client reads slowly. Multi-byte numbers are big-endian.
 *
 * <p>Not safe for use by many threads. Holds no memory after a flush. Every method that writes
 * throws a {@link FailureException} when the client is gone or too slow.
 */
public final class Output {

    /** Where the bytes go; the seam below which the network lies. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Sends all these bytes, waiting while the client does not take them; does not keep the
         * buffer.
         */
        void send(ByteBuffer bytes) throws IOException;
    }

    private static final byte[] NONE = {};
    private static final int FIRST = 512;
    private static final int LARGEST_GUESS = 16 * 1024;
    private static final int FULL = 64 * 1024;
    private static final int AT_ONCE = 16;

    private final Sink sink;
    private byte[] buffer = NONE;
    private int length;
    private long flushed;

    /** What the next flush is likely to send: room for as much as the last one. Bytes. */
    private int guess = FIRST;

    /** Writes to a sink. */
    public Output(Sink sink) {
        this.sink = Objects.requireNonNull(sink);
    }

    /** Writes one byte, the lowest eight bits of this number. */
    public void write(int value) throws IOException {
        room(1);
        buffer[length++] = (byte) value;
    }

    /** Writes two bytes, the lowest sixteen bits of this number. */
    public void writeShort(int value) throws IOException {
        number(value, Short.BYTES);
    }

    /** Writes four bytes. */
    public void writeInt(int value) throws IOException {
        number(value, Integer.BYTES);
    }

    /** Writes eight bytes. */
    public void writeLong(long value) throws IOException {
        number(value, Long.BYTES);
    }

    /** Writes a text's UTF-8 bytes, without length or end. */
    public void writeUtf8(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a text's UTF-8 bytes, and after them the character that ends it.
     *
     * @param end an ASCII character
     * @throws IllegalArgumentException if the text has that character in it; nothing is written
     */
    public void writeUtf8(String text, byte end) throws IOException {
        if (has(text, end)) {
            throw new IllegalArgumentException("a text cannot hold the character that ends it");
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        int count = bytes.length;
        if (count >= FULL) {
            write(bytes);
            write(end);
            return;
        }
        room(count + 1);
        System.arraycopy(bytes, 0, buffer, length, count);
        buffer[length + count] = end;
        length += count + 1;
    }

    /**
     * The JDK looks at sixteen characters at once, and at what is left over one by one; so the last
     * sixteen are looked at together, some of them once more.
     */
    private static boolean has(String text, int character) {
        int last = text.length() - AT_ONCE;
        return last < 0
                ? text.indexOf(character) >= 0
                : text.indexOf(character, 0, text.length() & -AT_ONCE) >= 0
                        || text.indexOf(character, last, text.length()) >= 0;
    }

    /** Writes all these bytes. */
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /** Writes what remains in this buffer, and takes it out. */
    public void write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        if (count > FULL - length) {
            sendBuffer();
            if (count >= FULL) {
                flushed += count;
                sink.send(bytes);
                return;
            }
        }
        room(count);
        bytes.get(buffer, length, count);
        length += count;
    }

    /** Writes {@code count} of these bytes. Large pieces are sent without being copied. */
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (count >= FULL) {
            write(ByteBuffer.wrap(bytes, offset, count));
            return;
        }
        room(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    /** Sends what was written, now. */
    public void flush() throws IOException {
        guess = Math.clamp(length, FIRST, LARGEST_GUESS);
        sendBuffer();
        if (buffer.length > 0) {
            SpareArrays.give(buffer);
            buffer = NONE;
        }
    }

    /** Whether something was written that a flush would send. */
    public boolean hasUnsent() {
        return length > 0;
    }

    /** How many bytes were written so far. */
    public long position() {
        return flushed + length;
    }

    /** This output for code that wants a stream. Closing the stream flushes and no more. */
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                Output.this.write(value);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                Output.this.write(bytes, offset, count);
            }

            @Override
            public void flush() throws IOException {
                Output.this.flush();
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    private void number(long value, int bytes) throws IOException {
        room(bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    /** Makes room for so many bytes, at most {@link #FULL}. */
    private void room(int more) throws IOException {
        if (more > buffer.length - length) {
            makeRoom(more);
        }
    }

    private void makeRoom(int more) throws IOException {
        if (more > FULL - length) {
            sendBuffer();
        }
        if (buffer.length == 0) {
            var spare = SpareArrays.take();
            buffer = spare == null ? NONE : spare;
        }
        if (more > buffer.length - length) {
            int wanted = Math.max(Math.max(guess, 2 * buffer.length), length + more);
            buffer = Arrays.copyOf(buffer, Math.min(FULL, wanted));
        }
    }

    private void sendBuffer() throws IOException {
        if (length > 0) {
            int count = length;
            flushed += count;
            length = 0;
            sink.send(ByteBuffer.wrap(buffer, 0, count));
        }
    }
}
