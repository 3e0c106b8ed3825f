package dev.usher.pipeline;

import dev.usher.Call;
import dev.usher.Connection;
import dev.usher.Failure;
import dev.usher.Outbox;
import dev.usher.connection.ClientConnection;
import dev.usher.connection.ProtocolConversation;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * One request that is being answered. Made by the thread that answers it.
 *
 * @param <O> the answers
 */
final class ActiveCall<O> implements Call<O> {
    private final ClientConnection connection;
    private final ProtocolConversation<?, O> conversation;
    private final Turn turn;
    private final long number;
    private final boolean exclusive;
    private final Runnable next;
    private boolean hungUp;
    private @Nullable Body body;

    ActiveCall(
            ClientConnection connection,
            ProtocolConversation<?, O> conversation,
            Turn turn,
            Object request,
            boolean exclusive,
            Runnable next)
            throws IOException {
        this.connection = connection;
        this.conversation = conversation;
        this.turn = turn;
        this.exclusive = exclusive;
        this.next = next;
        number = turn.begin(conversation.canLend());
        if (connection.isWatched()) {
            turn.show(number, request);
        }
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Outbox<O> outbox() {
        return conversation.outbox();
    }

    @Override
    public void deadline(Duration longest) {
        if (turn.goesOn(number)) {
            turn.deadline(longest);
        }
    }

    @Override
    public void renewDeadline() {
        if (turn.goesOn(number)) {
            turn.renewDeadline();
        }
    }

    @Override
    public Duration remaining() {
        return turn.goesOn(number) ? turn.remaining() : Duration.ZERO;
    }

    @Override
    public boolean isCancelled() {
        return !turn.goesOn(number);
    }

    @Override
    public void yieldTurn() {
        next.run();
    }

    @Override
    public InputStream body(long length) {
        if (!exclusive || body != null) {
            throw new IllegalStateException(
                    exclusive ? "this request has had its body" : "this request has no body");
        }
        body = new Body(connection, length);
        return body;
    }

    @Override
    public void report(Throwable defect) {
        connection.report(defect);
    }

    @Override
    public void hangUp() {
        hungUp = true;
    }

    boolean hungUp() {
        return hungUp;
    }

    /** The service is done: nothing can interrupt its thread from here on. */
    void done() {
        if (!turn.end(number)) {
            conversation.lost();
        }
    }

    /** After {@link #done}: whether it was the deadline that cancelled it. */
    boolean late() {
        return turn.isLate(number);
    }

    /** After {@link #done}: whether it was cancelled. */
    boolean wasCancelled() {
        return turn.wasCancelled();
    }

    Failure lateness() {
        return new Failure.Late(Failure.Wait.SERVICE, turn.allowed());
    }

    /** Skips what the service left of the body. */
    void skipBody() throws IOException {
        if (body != null) {
            turn.clear(true);
            try {
                body.skipRest();
            } finally {
                turn.clear(false);
            }
        }
    }
}
