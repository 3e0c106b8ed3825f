package dev.usher.transport;

/**
 * Tells of a {@link Loop}, from a look at its turns now and then, whether one of them holds it. For
 * the one thread that looks.
 */
final class LoopGuard {
    /** A loop that ends fewer turns between two looks is held, if it is in the middle of one. */
    private static final int FEW_TURNS = 10;

    /** Looks in a row that find it held: if its thread waits, and if it does not. */
    private static final int WAITS_TOO_LONG = 2;

    private static final int RUNS_TOO_LONG = 5;

    private long seen;
    private long relieved;
    private int held;

    /**
     * Whether this is a count of beginnings and ends of turns during one.
     *
     * @param count of both
     */
    static boolean isTurn(long count) {
        return (count & 1) == 1;
    }

    /**
     * Looks.
     *
     * @param count of the beginnings and ends of turns so far
     * @return whether there have been turns since the last look, or there is one
     */
    boolean look(long count) {
        boolean busy = count != seen || isTurn(count);
        held = isTurn(count) && count - seen < 2 * FEW_TURNS ? held + 1 : 0;
        seen = count;
        return busy;
    }

    /**
     * Whether the last looks have found the loop held, by a turn of which it has not been relieved.
     *
     * @param waits whether its thread waits
     */
    boolean findsHeld(boolean waits) {
        return held >= (waits ? WAITS_TOO_LONG : RUNS_TOO_LONG) && seen != relieved;
    }

    /** Another thread is to take the loop from that turn. */
    void relieve() {
        relieved = seen;
    }
}
