package dev.usher.client;

import java.time.Duration;

/**
 * For how long a transfer has made no progress: fewer than 64 KiB have passed while this end waited
 * for the other one. Belongs to the thread that waits for the transfer, which looks now and then.
 */
final class Stall {
    /** What counts as progress, in bytes. */
    static final int PROGRESS = 64 * 1024;

    private static final int LOOKS = 20;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Exchange<?, ?> exchange;
    private final long allowed;
    private final long pause;
    private long moved;
    private long stalled;
    private long looked = System.nanoTime();

    /**
     * Begins to look.
     *
     * @param allowed how long it may last
     */
    Stall(Exchange<?, ?> exchange, Duration allowed) {
        this.exchange = exchange;
        this.allowed = allowed.toNanos();
        pause = Math.clamp(this.allowed / LOOKS, SHORTEST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos());
        moved = exchange.moved();
    }

    /** After how long to look again, in nanoseconds. */
    long pause() {
        return pause;
    }

    /** Looks; whether it has lasted too long. */
    boolean isTooLong() {
        long now = System.nanoTime();
        long since = Math.min(now - looked, 2 * pause); // the machine may have slept
        looked = now;
        long all = exchange.moved();
        if (all - moved >= PROGRESS) {
            moved = all;
            stalled = 0;
        } else if (exchange.awaitsServer()) {
            stalled += since;
        }
        return stalled >= allowed;
    }
}
