package dev.usher;

/**
 * A language that clients and a server speak: makes a {@link Codec} for each connection. One
 * protocol may serve many listeners; safe for use by many threads.
 *
 * @param <I> what clients send
 * @param <O> what clients are sent
 */
@FunctionalInterface
public interface Protocol<I, O> {

    /** A codec of its own for this client; made when the client is accepted. */
    Codec<I, O> codec(Peer peer);
}
