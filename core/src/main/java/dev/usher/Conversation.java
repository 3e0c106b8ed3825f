package dev.usher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Messages both ways with one client; what a handler with a protocol holds.
 *
 * <pre>{@code
 * String line;
 * while ((line = conversation.read()) != null) {
 *     conversation.send(answer(line));
 * }
 * }</pre>
 *
 * <p>{@link #read} belongs to the client's thread; the others may be called by any.
 *
 * @param <I> what the client sends
 * @param <O> what it is sent
 */
public interface Conversation<I, O> {

    /** A handler that has its client to itself and speaks a protocol with it. */
    @FunctionalInterface
    interface Handler<I, O> {
        /**
         * Serves the client until it returns; may block.
         *
         * @throws Exception as {@link ClientHandler#handle}
         */
        void handle(Conversation<I, O> conversation) throws Exception;
    }

    /** The connection. */
    Connection connection();

    /**
     * Waits for the next message.
     *
     * @return the message, or {@code null} when the client has no more
     * @throws FailureException when there is none to be had: late, too long, malformed, lost, or
     *     the server is stopping. Let it pass: the server tells the client and closes
     */
    @Nullable I read() throws IOException;

    /**
     * Sends a message. It leaves at the latest before {@link #read} waits.
     *
     * @throws FailureException when the client is gone
     */
    void send(O message) throws IOException;

    /**
     * Sends what was not sent yet, now.
     *
     * @throws FailureException when the client is gone
     */
    void flush() throws IOException;

    /** The outbox behind {@link #send}, for messages of other threads. */
    Outbox<O> outbox();
}
