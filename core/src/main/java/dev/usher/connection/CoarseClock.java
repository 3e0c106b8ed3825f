package dev.usher.connection;

import dev.usher.TimeSource;

import java.time.Duration;

/**
 * The time as of the last sweep, against which all deadlines are held: each comes a moment late,
 * and none early. A moment is a number of nanoseconds, but none of those from {@link #NEVER} up to
 * {@link #MARKS}, which can stand for other things.
 */
public final class CoarseClock {
    /** No moment at all. */
    public static final long NEVER = 0;

    /** The last number that is no moment. */
    static final long MARKS = NEVER + 4;

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

    /** So long from now, by the exact time: no deadline comes early. */
    public long after(Duration duration) {
        return moment(time.nanos() + duration.toNanos());
    }

    /** So long from the last tick. */
    long afterTick(Duration duration) {
        return moment(now + duration.toNanos());
    }

    private static long moment(long nanos) {
        return isMoment(nanos) ? nanos : MARKS + 1;
    }

    private static boolean isMoment(long nanos) {
        return nanos < NEVER || nanos > MARKS;
    }

    /** Whether this moment has come; what is no moment never does. */
    public boolean hasCome(long moment) {
        return isMoment(moment) && now - moment >= 0;
    }

    /** Takes the time. Called by the sweep alone. */
    void tick() {
        now = time.nanos();
    }
}
