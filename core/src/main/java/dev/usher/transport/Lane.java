package dev.usher.transport;

import java.nio.channels.SocketChannel;

/**
 * Where some clients of one listener are served: what watches their sockets, and what runs their
 * threads. Safe for use by many threads.
 */
public interface Lane {
    /**
     * A transport for this socket, which belongs to it from now on.
     *
     * @param unread bytes that may lie unread before reading pauses
     */
    Transport transport(SocketChannel channel, int unread);

    /** Builds threads that serve a client. */
    Thread.Builder.OfVirtual threads();
}
