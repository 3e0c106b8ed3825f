package dev.usher.transport;

import dev.usher.Failure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One client's bytes, in chunks, both ways. Everything above reads and writes by blocking and knows
 * nothing of sockets, selectors or TLS.
 *
 * <p>At most one thread receives and at most one sends at a time, possibly two different ones. What
 * asks for what has arrived, or waits for it, is for the one that receives; {@link #endInput},
 * {@link #endPatience}, {@link #discard}, {@link #abort} and {@link #close} may be called by any
 * thread at any time. The connection owns its transport and closes it.
 */
public interface Transport {

    /** The largest piece sent at once; the write deadline is for one such piece. Bytes. */
    int PIECE = 64 * 1024;

    /**
     * Hears of what happens while nobody receives. Called on a thread that must not wait for
     * anything.
     */
    interface Watcher {
        /** Something has arrived, be it an end or a failure. */
        void arrived();

        /** Nothing more will arrive: the client closed its side, or enough was discarded. */
        void inputEnded();

        /** The connection is broken. */
        void lost();

        /**
         * The client does not take what it was sent, although {@link #send} has returned: more can
         * be sent when it has.
         */
        void fellBehind();

        /** The client has taken all that it was sent. */
        void caughtUp();
    }

    /** Starts to receive. Called once, before anything else. */
    void open(Watcher watcher);

    /**
     * Agrees with the client on how to go on, if there is anything to agree on; waits for that.
     * Called once, by the client's thread, before it receives or sends.
     *
     * @throws dev.usher.FailureException when they cannot agree
     */
    default void handshake() throws IOException {}

    /**
     * Waits for bytes.
     *
     * @return at least one byte, never to be changed any more; {@code null} when the client has
     *     closed its side
     * @throws dev.usher.FailureException when the connection is lost, or with the failure given to
     *     {@link #endInput}
     */
    @Nullable ByteBuffer receive() throws IOException;

    /** What {@link #receive} would return without waiting, or {@code null} if it would wait. */
    @Nullable ByteBuffer arrived();

    /** Whether there is something to receive, be it an end or a failure. */
    boolean hasArrived();

    /** Waits at most this long for something to receive, be it an end or a failure. */
    void awaitArrival(Duration longest);

    /**
     * Waits for something to receive, be it an end or a failure, or for an end of the patience.
     *
     * @return whether there is something to receive
     */
    boolean awaitArrival();

    /** Ends an {@link #awaitArrival}, should nothing have arrived. */
    void endPatience();

    /**
     * Has the watcher told, once, when there is something to receive; instead of a thread that
     * waits for it.
     *
     * @return false if there is something already; then it is not told
     */
    boolean tellArrival();

    /**
     * Ends the input from this side: nothing more is read, {@link #receive} still gives what has
     * arrived, and then throws. The first failure counts.
     */
    void endInput(Failure failure);

    /**
     * Drops what has arrived and what will, so that the client is not answered by a reset while our
     * last words are on their way (RFC 1122, 4.2.2.13). When the client has closed its side, or
     * this many bytes were dropped, the watcher is told that the input has ended.
     */
    void discard(long most);

    /** Whether the client's side was closed by the client, and everything received. */
    boolean inputEnded();

    /**
     * After {@link #endInput}: whether the client has sent more than was received, or does so
     * within this time. What it sent may be lost by that.
     */
    boolean sendsMoreWithin(Duration longest);

    /**
     * Sends all these bytes, waiting while the client does not take them. The buffer is not kept.
     * The last piece may leave only soon after; if the client does not take that, the watcher is
     * told, and it is the next send, or the end of the output, that waits.
     *
     * @param bytes at most {@link #PIECE} bytes: for a larger write the JDK would take, and keep, a
     *     direct buffer of that size
     * @throws dev.usher.FailureException when the connection is lost
     */
    void send(ByteBuffer bytes) throws IOException;

    /**
     * Sends as many of these bytes as need no wait, perhaps none; else as {@link #send}.
     *
     * @throws dev.usher.FailureException when the connection is lost
     */
    default void sendNow(ByteBuffer bytes) throws IOException {}

    /** Tells the client that nothing more will come. What was sent still arrives. */
    void endOutput() throws IOException;

    /** Closes the connection; what was sent still arrives, if the client sends nothing more. */
    void close();

    /** Breaks the connection (TCP reset); waiting threads wake up and find it lost. */
    void abort();

    /** Bytes received so far. */
    long bytesIn();

    /** Bytes sent so far. */
    long bytesOut();
}
