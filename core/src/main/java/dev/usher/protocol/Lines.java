package dev.usher.protocol;

import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Protocol;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One line is one message. A last line without an end is no message: it may be half of one, so its
 * sender is told {@code ERROR cut-short}, and it is not served.
 *
 * <p>A listener's {@link dev.usher.Limits#message} bounds a line, its end not counted.
 */
public final class Lines {
    private static final byte LINE_FEED = '\n';
    private static final byte CARRIAGE_RETURN = '\r';

    private Lines() {}

    /**
     * Lines of UTF-8 text. A line ends with LF or CRLF, neither of which is part of the message;
     * answers end with LF. Bytes that are not UTF-8 are refused as malformed, and so is an answer
     * with a line feed in it, as a defect of the service.
     */
    public static Protocol<String, String> utf8() {
        return peer -> new Text();
    }

    /**
     * Lines of arbitrary bytes. A line ends with LF, which is not part of the message; everything
     * else is, a CR before the end included.
     */
    public static Protocol<byte[], byte[]> bytes() {
        return peer -> new Raw();
    }

    /**
     * What a client is told in a protocol of lines.
     *
     * @return one line without its end: {@code BUSY retry-after=2 running=3/3 waiting=2/2}, {@code
     *     ERROR late …}; {@code null} if nobody is there to read it
     */
    public static @Nullable String line(Failure failure) {
        return switch (failure) {
            case Failure.Busy busy -> "BUSY " + busy.message();
            case Failure.Draining draining -> "BUSY " + draining.message();
            case Failure.Lost _ -> null;
            default -> "ERROR " + failure.code() + " " + failure.message();
        };
    }

    /**
     * Reads one line of UTF-8, for codecs that are made of lines.
     *
     * @return the line without its end, or {@code null} at the end of the input
     * @throws FailureException malformed, if it is not UTF-8; and as {@link Input#readUntil}
     */
    public static @Nullable String readUtf8(Input input) throws IOException {
        return input.readUntil(LINE_FEED, Lines::decode);
    }

    private static String decode(byte[] bytes, int from, int to) throws IOException {
        boolean returns = to > from && bytes[to - 1] == CARRIAGE_RETURN;
        return Utf8.decode(bytes, from, returns ? to - 1 : to, "a line");
    }

    private static final class Text implements Codec<String, String> {
        @Override
        public @Nullable String read(Input input) throws IOException {
            return readUtf8(input);
        }

        @Override
        public void write(Output output, String line) throws IOException {
            output.writeUtf8(line, LINE_FEED);
        }

        @Override
        public @Nullable String failure(Failure failure, ByteBuffer unread) {
            return line(failure);
        }
    }

    private static final class Raw implements Codec<byte[], byte[]> {
        @Override
        public byte @Nullable [] read(Input input) throws IOException {
            return input.readUntil(LINE_FEED, Arrays::copyOfRange);
        }

        @Override
        public void write(Output output, byte[] line) throws IOException {
            output.write(line);
            output.write(LINE_FEED);
        }

        @Override
        public byte @Nullable [] failure(Failure failure, ByteBuffer unread) {
            var line = line(failure);
            return line == null ? null : line.getBytes(StandardCharsets.UTF_8);
        }
    }
}
