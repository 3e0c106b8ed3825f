package dev.usher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Turns one connection's bytes into messages and back. Plain blocking code: {@link #read} waits for
 * the bytes it needs.
 *
 * <p>A codec belongs to one connection and may hold its state. {@code read} and {@code exclusive}
 * are called by one thread at a time, and so are {@code write}, {@code greet} and {@code failure};
 * a read may run beside a write.
 *
 * @param <I> what clients send
 * @param <O> what clients are sent
 */
public interface Codec<I, O> {

    /**
     * What the server says first, as soon as the client has its thread.
     *
     * @return the greeting, or {@code null} (the default) when the client speaks first
     */
    default @Nullable O greet() {
        return null;
    }

    /**
     * Reads one whole message; waits for it.
     *
     * @return the message, or {@code null} when the client closed its side before the first byte
     * @throws FailureException when what arrived is no message ({@link FailureException#malformed})
     *     or ends too early; passed on from {@code input} when it is too long, late, or lost
     */
    @Nullable I read(Input input) throws IOException;

    /**
     * Writes one message. Need not flush: that is done when the time has come.
     *
     * @throws FailureException passed on from {@code output} when the client is gone
     */
    void write(Output output, O message) throws IOException;

    /**
     * How this protocol tells a client why its connection ends.
     *
     * @param failure what is wrong
     * @param unread what the client has sent and nobody has read, the beginning of a request often;
     *     for a glance at the dialect it speaks
     * @return the words, or {@code null} to close without any
     */
    @Nullable O failure(Failure failure, ByteBuffer unread);

    /**
     * How this protocol tells a client that one request failed. The connection goes on.
     *
     * @param failure what is wrong
     * @param request the request
     * @return the words, or {@code null} to close without any. By default as for the connection
     */
    default @Nullable O failure(Failure failure, I request) {
        return failure(failure, ByteBuffer.allocate(0));
    }

    /**
     * Whether the bytes after this request may belong to it, so that nothing is read before it has
     * its answer. Such a request is never pipelined past, and only it may call {@link Call#body}.
     *
     * @return {@code false} by default
     */
    default boolean exclusive(I request) {
        return false;
    }
}
