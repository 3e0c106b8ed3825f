package dev.usher.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** The sockets that one loop watches. For the loop's thread alone, but for what says otherwise. */
sealed interface Sockets extends Closeable permits SelectorSockets, RingSockets {

    /** A socket that can be watched, and is not yet; by any thread. */
    WatchedSocket socket(SocketChannel channel, SocketTransport transport);

    /** The calling thread is the loop's from here on. */
    void enter() throws IOException;

    /**
     * Prepares for another thread to become the loop's; by any thread, while the loop's is in a
     * turn.
     *
     * @throws IOException if the system has not what is needed for that; then none may
     */
    void prepareToMove() throws IOException;

    /** Whether it has not been closed; by any thread. */
    boolean isOpen();

    /** Serves the sockets that are ready now; whether there were any. */
    boolean selectNow();

    /** Serves the sockets that are ready; waits for one, or for a {@link #wakeUp}. */
    void select();

    /** Whether there is something to be done before the next turn. */
    boolean isDue();

    /** A turn has ended: does what is due. */
    void turnEnded();

    /** Ends a {@link #select}, or the next one; by any thread. */
    void wakeUp();
}
