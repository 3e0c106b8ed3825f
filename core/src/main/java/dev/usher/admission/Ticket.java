package dev.usher.admission;

import java.net.InetAddress;

/**
 * A client's place, from its arrival to its end: first in the queue perhaps, then among the
 * running. The connection owns its ticket and gives it back through {@link Admission}, once;
 * further attempts change nothing. The state is guarded by the admission's lock.
 *
 * @param <C> the clients
 */
public final class Ticket<C> {
    enum State {
        WAITING,
        RUNNING,
        ENDED
    }

    private final C client;
    private final InetAddress address;
    private final long arrived;
    State state = State.WAITING;

    Ticket(C client, InetAddress address, long arrived) {
        this.client = client;
        this.address = address;
        this.arrived = arrived;
    }

    /** Whose place this is. */
    public C client() {
        return client;
    }

    InetAddress address() {
        return address;
    }

    /** When the client arrived, in nanoseconds of the admission's time source. */
    public long arrived() {
        return arrived;
    }
}
