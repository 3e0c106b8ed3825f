package dev.usher.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One connection, for what a server remembers by connection: who logged in, a transaction. When it
 * is gone, it is gone; nothing is tried again. Safe for use by many threads.
 *
 * @param <Q> the requests
 * @param <A> the answers
 */
public interface Session<Q, A> extends AutoCloseable {

    /**
     * Asks, and waits for the answer as long as {@link ClientLimits#call} says.
     *
     * @throws CallException if there is none
     * @throws IllegalArgumentException if the request cannot be written in this protocol
     */
    A call(Q request) throws CallException, InterruptedException;

    /** As {@link #call(Object)}, waiting at most this long. */
    A call(Q request, Duration longest) throws CallException, InterruptedException;

    /**
     * Asks for something large, and waits for the answer as long as there is progress, however long
     * that takes in all. The codec writes such a request, or reads such an answer, piece by piece
     * and keeps none of it: its bytes come from the request, or go where the request says.
     *
     * <p>What fails on this side while it does so ends the connection, as a {@link
     * CallException.Lost} whose cause it is. After any other failure too the connection should be
     * closed: the codec may be in the middle, and at work with the request for a moment more.
     *
     * @param silence how long the server may take for each 64 KiB that it sends or is sent, and for
     *     the rest; time in which it is not waited for does not count
     * @throws CallException if there is no answer; {@link CallException.Late} ends the connection
     */
    A transfer(Q request, Duration silence) throws CallException, InterruptedException;

    /**
     * Asks, and does not wait for the answer. Waits only for room among the requests {@linkplain
     * ClientLimits#inFlight in flight}.
     *
     * @return the answer to come, or a {@link CallException}; completed by a thread of the client,
     *     which waits for what depends on it
     * @throws CallException if it cannot be sent
     */
    CompletableFuture<A> send(Q request) throws CallException, InterruptedException;

    /** Whether it has not ended. */
    boolean isOpen();

    /** Ends the connection; requests without an answer fail. */
    @Override
    void close();
}
