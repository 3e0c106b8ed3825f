package dev.usher;

/**
 * Where messages to one client wait until they are written, answers and pushes alike. Bounded by
 * {@link Limits#outbox}. Safe for use by many threads; nobody who puts a message in here ever waits
 * for the network itself.
 *
 * @param <O> the messages
 */
public interface Outbox<O> {

    /** What to do with a message that finds the outbox full. */
    enum WhenFull {
        /** The sender waits until there is room; at most as long as a write may take. */
        WAIT,
        /** The oldest pushed message makes room; answers stay. */
        DROP_OLDEST,
        /** The client is too slow for its own good, and is cut off. */
        CLOSE
    }

    /**
     * Sends a message to the client, waiting while the outbox is full.
     *
     * @return whether it was accepted; {@code false} when the connection has ended, or the thread
     *     was interrupted while it waited (it stays interrupted)
     */
    default boolean send(O message) {
        return send(message, WhenFull.WAIT);
    }

    /**
     * Sends a message to the client.
     *
     * @return whether it was accepted; {@code false} when the connection has ended
     */
    boolean send(O message, WhenFull whenFull);

    /** How many messages were dropped so far to make room for newer ones. */
    long dropped();
}
