package dev.usher.connection;

import dev.usher.Codec;
import dev.usher.Connection;
import dev.usher.Conversation;
import dev.usher.Failure;
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

    /**
     * Whether the client's thread is parked, or about to be: then answers leave at once. Said
     * before the right to write is taken or given back, and asked after that, which orders the two;
     * who sees an old one flushes in vain.
     */
    private boolean parked;

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

    /**
     * Sends as {@link #send}, and keeps the right to write for the next message; by a client's
     * thread that alone answers it.
     */
    public void sendAndKeep(O message) throws IOException {
        outbox.answerAndKeep(message);
    }

    /** What is lent the right to write when it is kept. */
    public void lendTo(Loan loan) {
        outbox.lendTo(loan);
    }

    /** Whether the right to write is kept and can be lent to a service that begins now. */
    public boolean canLend() throws IOException {
        return outbox.canLend();
    }

    /** Gives the right to write back, if it is kept; for others who send. */
    public void release() throws IOException {
        outbox.release();
    }

    /** The right to write was lent and recalled by somebody else. */
    public void lost() {
        outbox.lost();
    }

    @Override
    public void flush() throws IOException {
        outbox.flush();
    }

    /** A service takes its time: the answers before it leave without it. */
    void hasten() {
        outbox.hasten();
    }

    /** Sends what was written, and gives the right to write back if it is kept. */
    void giveBack() throws IOException {
        outbox.giveBack();
    }

    /** The client's thread is about to wait: what is unsent leaves now, what comes leaves soon. */
    public void park() throws IOException {
        parked = true;
        giveBack();
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
    void end() throws IOException {
        giveBack();
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
