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
import java.util.function.Function;

/**
 * A message is a length and so many bytes: four bytes, big-endian, then the payload. The length
 * does not count itself. A listener's {@link dev.usher.Limits#message} bounds length and payload
 * together; a length that is negative or beyond it is refused before any of the payload is read.
 */
public final class Frames {
    private Frames() {}

    /** Frames; a client that is turned away or fails is just closed. */
    public static Protocol<byte[], byte[]> int32() {
        return int32(failure -> null);
    }

    /**
     * Frames; the function makes the last frame of a client that is turned away or fails.
     *
     * @param failures the payload that says it, or {@code null} to close without one
     */
    public static Protocol<byte[], byte[]> int32(Function<Failure, byte @Nullable []> failures) {
        return peer -> new Framed(failures);
    }

    private record Framed(Function<Failure, byte @Nullable []> failures)
            implements Codec<byte[], byte[]> {
        @Override
        public byte @Nullable [] read(Input input) throws IOException {
            if (input.atEnd()) {
                return null;
            }
            int length = input.readInt();
            if (length < 0) {
                throw FailureException.malformed("a frame of " + length + " bytes");
            }
            return input.readBytes(length);
        }

        @Override
        public void write(Output output, byte[] payload) throws IOException {
            output.writeInt(payload.length);
            output.write(payload);
        }

        @Override
        public byte @Nullable [] failure(Failure failure, ByteBuffer unread) {
            return failures.apply(failure);
        }
    }
}
