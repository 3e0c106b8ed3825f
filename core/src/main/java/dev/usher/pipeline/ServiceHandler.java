package dev.usher.pipeline;

import dev.usher.CloseReason;
import dev.usher.Codec;
import dev.usher.Connection;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Pipeline;
import dev.usher.Service;
import dev.usher.connection.ClientConnection;
import dev.usher.connection.ProtocolConversation;
import dev.usher.connection.RestingHandler;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Serves one client by a protocol and a service: reads requests until there are no more, and has
 * them answered.
 *
 * @param <I> the requests
 * @param <O> the answers
 */
public final class ServiceHandler<I, O> implements RestingHandler {
    private final Codec<I, O> codec;
    private final Service<I, O> service;
    private @Nullable SequentialCalls<I, O> calls;

    /** For one client. */
    public ServiceHandler(Codec<I, O> codec, Service<I, O> service) {
        this.codec = codec;
        this.service = service;
    }

    @Override
    public boolean serve(ClientConnection connection) throws IOException {
        if (calls != null) {
            return calls.run();
        }
        var conversation = connection.converse(codec);
        var answering = new Answering<>(connection, conversation, service);
        switch (connection.listener().pipeline()) {
            case Pipeline.Sequential _ -> {
                calls = new SequentialCalls<>(answering);
                return calls.run();
            }
            case Pipeline.Ordered(int atOnce) ->
                    new ConcurrentCalls<>(answering, atOnce, new AnswerOrder<>(), null).run();
            case Pipeline.Unordered(int atOnce) ->
                    new ConcurrentCalls<>(answering, atOnce, null, null).run();
            case Pipeline.Yielding(int atOnce) ->
                    new ConcurrentCalls<>(answering, atOnce, new AnswerOrder<>(), new Semaphore(1))
                            .run();
        }
        return false;
    }

    @Override
    public void refuse(Failure failure, Connection connection) throws IOException {
        ProtocolConversation.tell(codec, failure, connection);
    }

    /** How one request gets its answer; the same for every pipeline. */
    record Answering<I, O>(
            ClientConnection connection,
            ProtocolConversation<I, O> conversation,
            Service<I, O> service) {

        /** Whether nothing is to be read before this request has its answer; by who reads. */
        boolean isExclusive(I request) {
            return conversation.codec().exclusive(request);
        }

        /** The next request of this turn, during which no other can begin. */
        ActiveCall<O> callAlone(I request, Turn turn, boolean exclusive) throws IOException {
            return new ActiveCall<>(connection, conversation, turn, request, exclusive, () -> {});
        }

        /**
         * The next request of this turn, beside which others run.
         *
         * @param next lets the one after it begin
         */
        ActiveCall<O> call(I request, Turn turn, Runnable next) throws IOException {
            return new ActiveCall<>(connection, conversation, turn, request, false, next);
        }

        /**
         * Has the service answer, and says in the protocol what went wrong if it did not.
         *
         * @throws FailureException when the connection cannot go on
         */
        @Nullable O answer(I request, ActiveCall<O> call) throws IOException {
            O answer;
            try {
                answer = service.serve(request, call);
                call.done();
            } catch (Exception thrown) {
                call.done();
                return words(failure(thrown, call), request);
            } catch (Throwable thrown) { // an Error, or what other languages throw
                call.done();
                connection.report(thrown);
                throw new FailureException(new Failure.Crashed());
            }
            // Not above: a call is done once, and this may throw.
            return call.late() ? words(call.lateness(), request) : answer;
        }

        private Failure failure(Exception thrown, ActiveCall<O> call) throws FailureException {
            if (call.late()) {
                return call.lateness();
            }
            if (thrown instanceof FailureException failed) {
                if (failed.failure() instanceof Failure.Rejected rejected) {
                    return rejected;
                }
                throw failed;
            }
            if (call.wasCancelled()) {
                throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
            }
            connection.report(thrown);
            return new Failure.Crashed();
        }

        private O words(Failure failure, I request) throws FailureException {
            var words = conversation.codec().failure(failure, request);
            if (words == null) {
                throw new FailureException(failure);
            }
            return words;
        }
    }
}
