package dev.usher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Something that happened at a listener. Logs, metrics and consoles are made of these: pass a
 * consumer to {@link Listener#events}. It is called on the thread on which the thing happened,
 * possibly by several threads at once, with no lock held; it must be quick. What happens to one
 * client is told in order; two clients' events may be told in another order than they happened.
 */
public sealed interface Event {

    /** The name of the listener. */
    String listener();

    /**
     * The listener accepts clients from now on.
     *
     * @param listener its name
     * @param address where it listens
     * @param limits its limits
     */
    record Started(String listener, InetSocketAddress address, Limits limits) implements Event {}

    /**
     * The system could not hand over the next connection, for want of descriptors for example. The
     * listener goes on.
     *
     * @param listener its name
     * @param cause what the system said
     * @param pause how long the listener waits before it tries again
     */
    record AcceptFailed(String listener, IOException cause, Duration pause) implements Event {}

    /**
     * The limits were changed.
     *
     * @param listener its name
     * @param limits those that hold now
     */
    record LimitsChanged(String listener, Limits limits) implements Event {}

    /**
     * The listener stopped accepting.
     *
     * @param listener its name
     * @param grace how long its clients may take to finish
     */
    record Draining(String listener, Duration grace) implements Event {}

    /**
     * The last client is gone.
     *
     * @param status the final counts
     * @param report what became of those who were there when the drain began
     */
    record Stopped(ListenerStatus status, DrainReport report) implements Event {
        @Override
        public String listener() {
            return status.name();
        }
    }

    /** An event in the life of one client. */
    sealed interface OfClient extends Event {
        /** Who. */
        Peer peer();

        @Override
        default String listener() {
            return peer().listener();
        }
    }

    /**
     * The client joined the end of the queue.
     *
     * @param peer who
     * @param occupancy how full the listener is, this client included
     */
    record Waiting(Peer peer, Occupancy occupancy) implements OfClient {}

    /**
     * The client has a thread from now on.
     *
     * @param peer who
     * @param waited how long it was in the queue; zero if it had no need to
     * @param occupancy how full the listener is, this client included
     */
    record Running(Peer peer, Duration waited, Occupancy occupancy) implements OfClient {}

    /**
     * The client is turned away.
     *
     * @param peer who
     * @param failure what it is told
     */
    record Refused(Peer peer, Failure failure) implements OfClient {}

    /**
     * The server's own code threw while it served the client: a defect of the handler, the service
     * or the protocol.
     *
     * @param peer who
     * @param cause what was thrown
     */
    record HandlerFailed(Peer peer, Throwable cause) implements OfClient {}

    /**
     * The connection has ended: the last event of a client.
     *
     * @param peer who
     * @param reason why
     * @param traffic what went over it
     */
    record Closed(Peer peer, CloseReason reason, Traffic traffic) implements OfClient {}

    /**
     * What went over a connection.
     *
     * @param requests requests that were read whole; 0 for a handler that reads bytes
     * @param bytesIn bytes received
     * @param bytesOut bytes sent
     * @param open from accept to close
     */
    record Traffic(long requests, long bytesIn, long bytesOut, Duration open) {}
}
