package dev.usher.transport;

/**
 * How long a loop's turns take; and so which of them are worth another thread. For the loop's
 * thread.
 */
final class TurnLength {
    /** To serve so many bytes takes several times as long as to hand them to another thread. */
    private static final int MANY_BYTES = 2 * 1024;

    /** Or so long, if it does not show in bytes. */
    private static final long LONG_NANOS = 20_000;

    /** To wake a thread for less, again and again, costs more than it helps. */
    private static final long WORTH_WAKING_NANOS = 100_000;

    /** To find and answer short messages; long ones take less. */
    private static final int NANOS_PER_BYTE = 2;

    /** Turns that are looked at; so many are worth it, however long they take. */
    private static final long MOST = 32;

    /**
     * Of the last ones: what there was to do between two looks at the sockets is one part of eight.
     */
    private long mean;

    /**
     * So many turns took so long together.
     *
     * @param turns at least one
     */
    void add(long turns, long nanos) {
        long each = Math.min(nanos / turns, WORTH_WAKING_NANOS);
        mean += (each - mean) / 8;
    }

    /** Whether this turn takes so long that another thread may well be given it. */
    boolean isLong(TaskQueue.Task turn) {
        return turn.bytes >= MANY_BYTES || mean >= LONG_NANOS;
    }

    /**
     * Whether this turn and those that wait take so long together that another thread may well be
     * woken for it. Never so if none waits.
     */
    boolean isWorthWaking(TaskQueue.Task turn, TaskQueue waiting) {
        long own = Math.max(mean, NANOS_PER_BYTE * (long) turn.bytes);
        long more = Math.max(0, WORTH_WAKING_NANOS - own - 1) / Math.max(1, mean) + 1;
        return waiting.has(Math.min(more, MOST));
    }
}
