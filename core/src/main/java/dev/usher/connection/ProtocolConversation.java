package dev.usher.connection;

import dev.usher.Codec;
import dev.usher.Connection;
import dev.usher.Conversation;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Outbox;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Messages with one client: a codec on its input, an outbox before its output.
 *
 * @param <I> what the client sends
 * @param <O> what it is sent
 */
public final class ProtocolConversation<I, O> implements Conversation<I, O> {
    private final ClientConnection connection;
    private final Codec<I, O> codec;
    private final BoundedOutbox<O> outbox;

    /** Whether the client's thread is parked, or about to be: then answers leave at once. */
    private volatile boolean parked;

    ProtocolConversation(ClientConnection connection, Codec<I, O> codec, BoundedOutbox<O> outbox) {
        this.connection = connection;
        this.codec = codec;
        this.outbox = outbox;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    /** The codec that it speaks with. */
    public Codec<I, O> codec() {
        return codec;
    }

    @Override
    public @Nullable I read() throws IOException {
        connection.beginMessage();
        var message = codec.read(connection.input());
        if (message != null) {
            connection.endMessage();
        }
        return message;
    }

    @Override
    public void send(O message) throws IOException {
        outbox.answer(message);
        if (parked) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        outbox.flush();
    }

    /** Whether something was written and not sent, and nobody is about to send it. */
    boolean hasUnsent() {
        return outbox.hasUnsent();
    }

    /** The client's thread is about to wait: what is unsent leaves now, what comes leaves soon. */
    public void park() throws IOException {
        parked = true;
        flush();
    }

    /** The client's thread goes on, and flushes before it waits again. */
    public void unpark() {
        parked = false;
    }

    @Override
    public Outbox<O> outbox() {
        return outbox;
    }

    /** No more messages; waits until the last one is written. */
    void end() throws FailureException {
        outbox.close();
    }

    /** Says in this codec's protocol what is wrong, if it has words for it. */
    public static <O> void tell(Codec<?, O> codec, Failure failure, Connection connection)
            throws IOException {
        var words = codec.failure(failure, connection.input().unread());
        if (words != null) {
            codec.write(connection.output(), words);
        }
    }

    /** Last words, after {@link #end}. */
    void tell(Failure failure) throws IOException {
        tell(codec, failure, connection);
    }
}
