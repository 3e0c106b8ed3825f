package dev.usher.pipeline;

import dev.usher.connection.CoarseClock;
import dev.usher.connection.InFlight;
import dev.usher.pipeline.ServiceHandler.Answering;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Answers one request after another on the client's own thread.
 *
 * @param <I> the requests
 * @param <O> the answers
 */
final class SequentialCalls<I, O> implements InFlight {
    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT =
                    MethodHandles.lookup()
                            .findVarHandle(SequentialCalls.class, "current", ActiveCall.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Answering<I, O> answering;
    private volatile @Nullable ActiveCall<O> current;

    SequentialCalls(Answering<I, O> answering) {
        this.answering = answering;
    }

    /** Answers until there are no more requests; or until none has come for a while: then true. */
    boolean run() throws IOException {
        answering.connection().inFlight(this);
        for (boolean hungUp = false; !hungUp; ) {
            if (!answering.connection().awaitMessage()) {
                return true;
            }
            var request = answering.conversation().read();
            hungUp = request == null || answer(request);
        }
        return false;
    }

    /** Answers it; whether the service hung up after that. */
    boolean answer(I request) throws IOException {
        var call = answering.call(request);
        // No full fence: should a cancel just now miss this call, the next sweep repeats it.
        CURRENT.setRelease(this, call);
        if (answering.connection().isUnanswerable()) {
            call.cancel();
        }
        var answer = answering.answer(request, call);
        if (!call.hungUp()) {
            call.skipBody(); // within the deadlines of the call
        }
        CURRENT.setRelease(this, null);
        if (answer != null) {
            answering.conversation().send(answer);
        }
        return call.hungUp();
    }

    @Override
    public void sweep(CoarseClock clock) {
        var call = current;
        if (call != null) {
            if (answering.connection().isUnanswerable()) {
                call.cancel();
            }
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
