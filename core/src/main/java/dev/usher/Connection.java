package dev.usher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * One client's connection, from its acceptance to its end. The server closes it when its handler
 * returns or throws.
 *
 * <p>{@link #peer}, {@link #get}, {@link #set} and {@link #cut} may be called by any thread; the
 * rest belongs to the client's own thread.
 */
public interface Connection {

    /** Who is at the other end. */
    Peer peer();

    /** The listener it came through. */
    Listener listener();

    /** What is kept under this key, or {@code null}. */
    <T> @Nullable T get(Attribute<T> attribute);

    /** Keeps a value under this key until the connection ends; {@code null} removes it. */
    <T> void set(Attribute<T> attribute, @Nullable T value);

    /** The bytes that the client sends. */
    Input input();

    /**
     * The bytes that the client is sent. Written bytes leave at the latest when {@link #input}
     * waits, and when the handler returns.
     */
    Output output();

    /**
     * Speaks a protocol with this client from here on. To be called once; afterwards {@link
     * #output} is the conversation's.
     */
    <I, O> Conversation<I, O> speak(Protocol<I, O> protocol) throws IOException;

    /**
     * Something has begun that is to be finished: while it lasts, a stop of the server does not end
     * the input, until the grace is over. So an upload arrives whole that was under way. Requests
     * that a codec calls {@linkplain Codec#exclusive exclusive} do this by themselves.
     *
     * @return what to close when it is done, or has failed
     */
    Begun begin();

    /** Something that has begun. Closing it again changes nothing. By any thread. */
    interface Begun extends AutoCloseable {
        @Override
        void close();
    }

    /** Ends the connection at once; what was not sent is lost. */
    void cut();
}
