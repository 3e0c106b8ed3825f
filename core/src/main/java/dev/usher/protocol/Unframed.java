package dev.usher.protocol;

import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Protocol;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * No frame at all: what arrives in one read is one message, as in the first programs of every
 * course on sockets. It works while each side waits for the other's message; TCP itself knows no
 * messages, and may join or cut them. A UTF-8 character that the end of a read cuts waits for its
 * rest, so that no message ends in half a character.
 *
 * <p>A listener's {@link dev.usher.Limits#message} bounds what one read takes; more is the next
 * message.
 */
public final class Unframed {
    private Unframed() {}

    /** Messages of UTF-8 text; other bytes are refused as malformed. */
    public static Protocol<String, String> utf8() {
        return peer -> new Text();
    }

    /** Messages of bytes, which need not be text. */
    public static Protocol<byte[], byte[]> bytes() {
        return peer -> new Raw();
    }

    /**
     * What a client is told in an unframed protocol.
     *
     * @return {@code Error: busy} and the like; {@code null} if nobody is there to read it
     */
    public static @Nullable String text(Failure failure) {
        return switch (failure) {
            case Failure.Busy _, Failure.Draining _ -> "Error: busy";
            case Failure.Late late -> "Error: late, " + late.message();
            case Failure.Lost _ -> null;
            default -> "Error: " + failure.message();
        };
    }

    private static byte @Nullable [] readMessage(Input input) throws IOException {
        var first = input.readSome(Integer.MAX_VALUE);
        if (first == null) {
            return null;
        }
        var message = new byte[first.remaining()];
        first.get(message);
        int missing = missing(message);
        while (missing > 0 && !input.atEnd()) {
            message = append(message, input.readSome(missing));
            missing = missing(message);
        }
        return message;
    }

    private static byte[] append(byte[] message, @Nullable ByteBuffer more) {
        if (more == null) {
            return message;
        }
        return ByteBuffer.allocate(message.length + more.remaining())
                .put(message)
                .put(more)
                .array();
    }

    /** How many bytes the last character lacks (RFC 3629, 3); 0 if it is whole, or none at all. */
    private static int missing(byte[] message) {
        for (int back = 1; back <= Math.min(3, message.length); back++) {
            int value = message[message.length - back] & 0xff;
            if (value < 0x80) {
                return 0;
            }
            if (value >= 0xc0) {
                return Math.max(0, length(value) - back);
            }
        }
        return 0;
    }

    /** The length of a character that begins with this byte; 0 if none does. */
    private static int length(int first) {
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    }

    private static final class Text implements Codec<String, String> {
        @Override
        public @Nullable String read(Input input) throws IOException {
            var message = readMessage(input);
            return message == null ? null : Utf8.decode(message, 0, message.length, "a message");
        }

        @Override
        public void write(Output output, String message) throws IOException {
            output.writeUtf8(message);
        }

        @Override
        public @Nullable String failure(Failure failure, ByteBuffer unread) {
            return text(failure);
        }
    }

    private static final class Raw implements Codec<byte[], byte[]> {
        @Override
        public byte @Nullable [] read(Input input) throws IOException {
            return readMessage(input);
        }

        @Override
        public void write(Output output, byte[] message) throws IOException {
            output.write(message);
        }

        @Override
        public byte @Nullable [] failure(Failure failure, ByteBuffer unread) {
            var text = text(failure);
            return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
