package dev.usher;

import java.io.IOException;

/**
 * Serves one client, on the client's own thread, with full control of its connection.
 *
 * <p>Most servers need none: a {@link Protocol} and a {@link Service} make a handler ({@link
 * Listener#serve}).
 */
@FunctionalInterface
public interface ClientHandler {

    /** Makes the handler of each client. */
    @FunctionalInterface
    interface Factory {
        /**
         * A handler for this client. It is made when the client is accepted, and starts when its
         * turn has come; if that never happens, only {@link ClientHandler#refuse} is called.
         */
        ClientHandler handler(Peer peer);
    }

    /**
     * Serves the client until this returns; may block. Runs on a virtual thread of its own. Then
     * what was written is sent, and the connection closes.
     *
     * @throws FailureException passed on from the connection, most often; the client is told by
     *     {@link #refuse}
     * @throws Exception a defect; costs this client its connection and nobody else anything
     */
    void handle(Connection connection) throws Exception;

    /**
     * Tells the client, in its protocol, why it cannot be served or why its connection ends; called
     * instead of {@link #handle} or after it threw, on a thread of the client's own. By default
     * nothing is said.
     *
     * @param failure what is wrong
     * @param connection whose {@link Connection#output} takes the words; its input has only what
     *     arrived already
     * @throws IOException when the client is gone
     */
    default void refuse(Failure failure, Connection connection) throws IOException {}
}
