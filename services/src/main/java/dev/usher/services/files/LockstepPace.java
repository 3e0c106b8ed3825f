package dev.usher.services.files;

import java.time.Duration;

/**
 * How slow a peer may send its data: each wait for more has a deadline, and all of them together
 * have another, which every byte puts off. So a large file may take its time, and one that comes in
 * trickles does not hold a place for ever. Only what the peer is waited for counts.
 */
final class LockstepPace {
    /** The least that a peer sends in a second, beyond the first ones. */
    private static final long BYTES_PER_SECOND = 1024;

    private final Duration longest;
    private Duration left;

    /**
     * A pace.
     *
     * @param longest how long a wait may take, and how long all may take before they are earned
     */
    LockstepPace(Duration longest) {
        this.longest = longest;
        left = longest;
    }

    /** How long the next wait may take. */
    Duration left() {
        return left.compareTo(longest) < 0 ? left : longest;
    }

    void waited(Duration time) {
        left = left.minus(time);
    }

    void received(int bytes) {
        left = left.plusNanos(bytes * 1_000_000_000L / BYTES_PER_SECOND);
    }
}
