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
    private volatile @Nullable ActiveCall<O> current;

    SequentialCalls(Answering<I, O> answering) {
        this.answering = answering;
    }

    void run() throws IOException {
        answering.connection().inFlight(this);
        boolean hungUp = false;
        for (I request; !hungUp && (request = answering.conversation().read()) != null; ) {
            hungUp = answer(request);
        }
    }

    /** Answers it; whether the service hung up after that. */
    boolean answer(I request) throws IOException {
        var call = answering.call(request);
        current = call;
        if (answering.connection().isUnanswerable()) {
            call.cancel();
        }
        var answer = answering.answer(request, call);
        call.skipBody(); // within the deadlines of the call
        current = null;
        if (answer != null) {
            answering.conversation().send(answer);
        }
        return call.hungUp();
    }

    @Override
    public void sweep(CoarseClock clock) {
        var call = current;
        if (call != null) {
            call.sweep(clock);
        }
    }

    @Override
    public void cancel() {
        var call = current;
        if (call != null) {
            call.cancel();
        }
    }
}
