package dev.usher.cli.load;

import org.jspecify.annotations.Nullable;

/**
 * When the requests of a thread are due: one after another at even distances, whatever the server
 * does, and each on the next connection. Used by that thread.
 */
final class Schedule {
    private final double distance;
    private final long offset;
    private final int clients;
    private boolean begun;
    private long begin;

    private Schedule(double distance, long offset, int clients) {
        this.distance = distance;
        this.offset = offset;
        this.clients = clients;
    }

    /**
     * The part of a plan's schedule that one of its threads has; {@code null} if there is none.
     *
     * @param clients how many connections that thread has
     */
    static @Nullable Schedule of(LoadPlan plan, int clients, int thread) {
        var rate = plan.rate();
        if (rate == null) {
            return null;
        }
        double between = 1e9 / rate;
        return new Schedule(
                between * plan.connections() / clients, Math.round(between * thread), clients);
    }

    /** Begins it. */
    void begin() {
        begin = System.nanoTime() + offset;
        begun = true;
    }

    /** Whether this request, counted from 0, is due at that time. */
    boolean isDue(long number, long time) {
        return begun && due(number) - time <= 0;
    }

    /** When this request is due, by {@link System#nanoTime}, if it has begun. */
    long due(long number) {
        return begin + (long) (number * distance);
    }

    /** Which request of the schedule is this one of a client's, both counted from 0. */
    long number(int client, long request) {
        return client + request * clients;
    }
}
