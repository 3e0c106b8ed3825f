package dev.usher;

import org.jspecify.annotations.Nullable;

/**
 * Answers requests: the server as a function. One service serves all clients of its listener, on
 * their threads, so what it shares between them it must protect.
 *
 * @param <I> the requests
 * @param <O> the answers
 */
@FunctionalInterface
public interface Service<I, O> {

    /**
     * Answers one request; may block.
     *
     * @return the answer, or {@code null} when this request has none
     * @throws FailureException {@linkplain FailureException#rejected rejected}, to say no to this
     *     request; the client is told and may go on
     * @throws Exception a defect: the client is told that the server failed, an {@link
     *     Event.HandlerFailed} tells the rest; the client may go on
     */
    @Nullable O serve(I request, Call<O> call) throws Exception;
}
