package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;

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

    /**
     * Serves clients that have no thread and for whom something has arrived, on the thread that
     * watches the sockets or the one that helps it; now. {@code null} if each needs a thread of its
     * own for that.
     */
    @Nullable Executor turns();

    /**
     * Whether a client may begin without a thread, although it may have to wait at once: it gets
     * one then, for no more than one would have cost from the beginning.
     */
    boolean mayBeginInTurn();

    /**
     * Whether the calling thread, which serves one of these clients, waits for its next message.
     */
    boolean keepsThread();
}
