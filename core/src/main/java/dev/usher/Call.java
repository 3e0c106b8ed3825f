package dev.usher;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * One request on its way through the services: whose it is, and how long it may take.
 *
 * @param <O> the answers
 */
public interface Call<O> {

    /** The connection it came over. */
    Connection connection();

    /** Where messages to this client can be sent at any time, by any thread. */
    Outbox<O> outbox();

    /**
     * Gives the service less time than the listener's {@link Deadlines#service} from now on; more
     * is not given. At the deadline the thread of the service is interrupted.
     */
    void deadline(Duration longest);

    /**
     * Starts the deadline anew, with as much time as the service was given. For a service that
     * makes progress with something long, such as a large {@link #body}: it is late then when
     * progress fails to come, and not because there is much to do. How much must have been done
     * until it calls this is the service's to say: that bounds how slow a client may be.
     */
    void renewDeadline();

    /** Time left until the deadline; zero or less when it has passed. */
    Duration remaining();

    /**
     * Whether nobody waits for the answer any more: it is late, or the client is gone. A service
     * that computes for long asks now and then; one that blocks is interrupted.
     */
    boolean isCancelled();

    /**
     * Lets the client's next request begin although this one has no answer yet: for a service that
     * has done what later requests may rely on, and only waits for somebody else. With {@link
     * Pipeline#yielding} alone; with any other pipeline, and from the second time on, this does
     * nothing.
     */
    void yieldTurn();

    /**
     * The raw bytes that follow a request that the codec calls {@linkplain Codec#exclusive
     * exclusive}. What the service leaves of them is skipped before the next request is read,
     * unless it {@linkplain #hangUp hangs up}.
     *
     * @param length how many
     * @return a stream of exactly that many bytes; ends with a {@link FailureException} if the
     *     client sends fewer
     * @throws IllegalStateException if the request is not exclusive, or has had its body
     */
    InputStream body(long length) throws IOException;

    /**
     * Tells the events of a defect that the service survives, as if it had thrown it: an {@link
     * Event.HandlerFailed}.
     */
    void report(Throwable defect);

    /** Closes the connection after this answer; requests that follow are not read. */
    void hangUp();
}
