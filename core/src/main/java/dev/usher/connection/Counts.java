package dev.usher.connection;

import dev.usher.ListenerStatus;
import dev.usher.Occupancy;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.LongAdder;

/** What a listener has done since its start. Safe for use by many threads. */
final class Counts {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder served = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder gaveUp = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder defects = new LongAdder();

    /** A connection was accepted. */
    void accepted() {
        accepted.increment();
    }

    /** A client that ran has ended. */
    void served() {
        served.increment();
    }

    /** A client was turned away. */
    void refused() {
        refused.increment();
    }

    /** A client left the queue. */
    void gaveUp() {
        gaveUp.increment();
    }

    /** A client has ended that sent so many requests. */
    void requests(long count) {
        requests.add(count);
    }

    /** The program's own code threw where it served a client. */
    void defect() {
        defects.increment();
    }

    /** All of these, of the listener of this name at this address. */
    ListenerStatus status(String name, InetSocketAddress address, Occupancy occupancy) {
        return new ListenerStatus(
                name,
                address,
                occupancy,
                accepted.sum(),
                served.sum(),
                refused.sum(),
                gaveUp.sum(),
                requests.sum(),
                defects.sum());
    }
}
