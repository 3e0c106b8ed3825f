package dev.usher.bench;

import dev.usher.bench.load.Shape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that takes part.
 *
 * @param name on the command line and in the tables
 * @param kind how it does its work
 * @param processors how many it can use; as many as there are: {@link #ALL}
 * @param mostClients more would only measure how it breaks down
 * @param command starts it; the delay of its handler in milliseconds is added at the end
 */
record Rival(String name, Kind kind, int processors, int mostClients, List<String> command) {

    /** How a server does its work. */
    enum Kind {
        /** On event loops, which must not be blocked. */
        EVENT_LOOP,
        /** On event loops, and what blocks on other threads. */
        OFFLOAD,
        /** On a thread for each client, of whatever sort. */
        THREADS
    }

    static final int ALL = Integer.MAX_VALUE;

    /** Whether it is made for this. Handing over what does not block is no contest. */
    boolean takesPartIn(Shape shape) {
        return shape.connections() <= mostClients
                && kind != (shape.blocks() ? Kind.EVENT_LOOP : Kind.OFFLOAD);
    }

    /** The whole command. */
    List<String> command(Duration delay) {
        var whole = new ArrayList<>(command);
        whole.add(Long.toString(delay.toMillis()));
        return whole;
    }
}
