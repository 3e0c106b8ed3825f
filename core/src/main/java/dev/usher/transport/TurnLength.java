package dev.usher.transport;

/**
 * How long a loop's turns take, by the last ones; and so which of them are worth another thread.
 * For the loop's thread.
 */
final class TurnLength {
    /** To serve so many bytes takes several times as long as to hand them to another thread. */
    private static final int MANY_BYTES = 2 * 1024;

    /** Or so long, if it does not show in bytes. */
    private static final long LONG_NANOS = 20_000;

    /** To wake a thread costs it and the loop as much as some turns. */
    private static final long WORTH_WAKING_NANOS = 100_000;

    /** A mean of the last ones, of which each counts more than those before it. */
    private long nanos;

    /**
     * So many turns took so long together.
     *
     * @param turns at least one
     */
    void add(long turns, long theirNanos) {
        long each = Math.min(theirNanos / turns, 2 * LONG_NANOS);
        nanos += (each - nanos) / 8;
    }

    /** Whether that is much for one turn; by any thread. */
    static boolean isLong(int bytes) {
        return bytes >= MANY_BYTES;
    }

    /** Whether this turn takes so long that another thread may well be given it. */
    boolean isLong(TaskQueue.Task turn) {
        return turn.hasMuchToRead || nanos >= LONG_NANOS;
    }

    /** Whether these turns together take so long that another thread may well be woken for them. */
    boolean isLong(TaskQueue turns) {
        return turns.has(WORTH_WAKING_NANOS / Math.max(1, nanos));
    }
}
