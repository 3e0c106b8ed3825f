package dev.usher.connection;

import dev.usher.TimeSource;

import java.time.Duration;

/**
 * The time as of the last sweep, against which all deadlines are held: each comes a moment late,
 * and none early. A moment is a number of nanoseconds; {@link #NEVER} stands for none.
 */
public final class CoarseClock {
    /** No moment at all. */
    public static final long NEVER = 0;

    private final TimeSource time;
    private volatile long now;

    /** Shows the present moment until the first {@link #tick}. */
    public CoarseClock(TimeSource time) {
        this.time = time;
        now = time.nanos();
    }

    /** The exact time. */
    public long exact() {
        return time.nanos();
    }

    /** The time as of the last tick. */
    public long now() {
        return now;
    }

    /**
     * So long from now, by the exact time: no deadline comes early. Neither {@link #NEVER} nor the
     * number after that.
     */
    public long after(Duration duration) {
        long moment = time.nanos() + duration.toNanos();
        return moment == NEVER || moment == NEVER + 1 ? NEVER + 2 : moment;
    }

    /** Whether this moment has come; {@link #NEVER} never does. */
    public boolean hasCome(long moment) {
        return moment != NEVER && now - moment >= 0;
    }

    /** Takes the time. Called by the sweep alone. */
    void tick() {
        now = time.nanos();
    }
}
