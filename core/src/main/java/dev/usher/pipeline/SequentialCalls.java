package dev.usher.pipeline;

import dev.usher.connection.CoarseClock;
import dev.usher.connection.InFlight;
import dev.usher.pipeline.ServiceHandler.Answering;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Answers one request after another on the client's own thread.
 *
 * @param <I> the requests
 * @param <O> the answers
 */
final class SequentialCalls<I, O> implements InFlight {
    private final Answering<I, O> answering;
    private final Turn turn;

    SequentialCalls(Answering<I, O> answering) {
        this.answering = answering;
        turn = new Turn(answering.connection());
        answering.connection().inFlight(this);
        answering.conversation().lendTo(turn);
    }

    /** Answers until there are no more requests; or until none has come for a while: then true. */
    boolean run() throws IOException {
        turn.isServedHere();
        var connection = answering.connection();
        while (connection.hasMessage() || connection.awaitMessage()) {
            var request = answering.conversation().read();
            if (request == null || answer(request)) {
                return false;
            }
        }
        return true;
    }

    /** Answers it; whether the service hung up after that. */
    boolean answer(I request) throws IOException {
        boolean exclusive = answering.isExclusive(request);
        var call = answering.callAlone(request, turn, exclusive);
        if (!exclusive) {
            return answer(request, call);
        }
        try (var _ = answering.connection().begin()) { // its body may still be on its way
            return answer(request, call);
        }
    }

    private boolean answer(I request, ActiveCall<O> call) throws IOException {
        var answer = answering.answer(request, call);
        if (!call.hungUp()) {
            call.skipBody(); // within the deadlines of the call
        }
        if (answer != null) {
            answering.conversation().sendAndKeep(answer);
        }
        return call.hungUp();
    }

    @Override
    public void sweep(CoarseClock clock) {
        turn.sweep(clock);
    }

    @Override
    public @Nullable Current longest(CoarseClock clock) {
        return turn.current(clock);
    }

    @Override
    public void cancel() {
        turn.cancel();
    }
}
