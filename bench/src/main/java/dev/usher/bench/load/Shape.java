package dev.usher.bench.load;

import java.time.Duration;
import java.util.List;

/**
 * What clients do to a server.
 *
 * @param name on the command line and in the tables
 * @param kind what is special about it
 * @param connections how many clients at once
 * @param depth how many lines a client sends in one write before it waits for their answers
 * @param lineBytes bytes of a line, its end included
 * @param delay how long the server's handler blocks for each line; zero for not at all
 */
public record Shape(
        String name, Kind kind, int connections, int depth, int lineBytes, Duration delay) {

    /** What is special about a shape. */
    public enum Kind {
        /** Each client sends its next batch when it has all answers to the last one. */
        CLOSED_LOOP,
        /** Each client connects, sends one batch, reads its answers, closes, and begins anew. */
        RECONNECT,
        /** As the closed loop, beside a client that sends all it can and hardly reads. */
        SLOW_READER,
        /** Clients that have had one answer and then say nothing: memory is measured. */
        IDLE
    }

    private static final int SHORT = 32;

    /** All shapes of the comparison. */
    public static List<Shape> all() {
        return List.of(
                closedLoop(1, 1),
                closedLoop(64, 1),
                closedLoop(1_000, 1),
                closedLoop(10_000, 1),
                closedLoop(64, 16),
                closedLoop(64, 128),
                new Shape("blocking", Kind.CLOSED_LOOP, 2_000, 1, SHORT, Duration.ofMillis(10)),
                new Shape("reconnect", Kind.RECONNECT, 64, 1, SHORT, Duration.ZERO),
                new Shape("slow-reader", Kind.SLOW_READER, 64, 1, SHORT, Duration.ZERO),
                new Shape("large", Kind.CLOSED_LOOP, 64, 1, 64 * 1024, Duration.ZERO),
                new Shape("idle", Kind.IDLE, 18_000, 1, SHORT, Duration.ZERO));
    }

    private static Shape closedLoop(int connections, int depth) {
        var name = connections + "x" + depth;
        return new Shape(name, Kind.CLOSED_LOOP, connections, depth, SHORT, Duration.ZERO);
    }

    /** Whether the handler blocks. */
    public boolean blocks() {
        return delay.isPositive();
    }

    /** What it is, in words. */
    public String description() {
        return switch (kind) {
            case CLOSED_LOOP ->
                    "%s, %s of %,d bytes at a time%s"
                            .formatted(
                                    connections == 1
                                            ? "one connection"
                                            : "%,d connections".formatted(connections),
                                    depth == 1 ? "one line" : depth + " lines",
                                    lineBytes,
                                    blocks() ? ", each blocks " + delay.toMillis() + " ms" : "");
            case RECONNECT -> "%,d clients: connect, one line, close".formatted(connections);
            case SLOW_READER ->
                    "%,d connections, one line at a time, beside one client that sends and does not read"
                            .formatted(connections);
            case IDLE -> "memory of each of %,d idle connections".formatted(connections);
        };
    }
}
