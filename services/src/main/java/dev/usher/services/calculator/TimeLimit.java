package dev.usher.services.calculator;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that one calculation may take, counted from the creation of this object. Looked at
 * between steps that are short themselves; belongs to one thread.
 */
final class TimeLimit {

    private static final long NANOS_BETWEEN_YIELDS = Duration.ofMillis(10).toNanos();

    private final Duration limit;
    private final LongSupplier nanoTime;
    private final long start;
    private long lastYield;

    TimeLimit(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.lastYield = start;
    }

    /**
     * Goes on if there is time left, after letting others go first every 10 ms.
     *
     * @throws CalculationException if the time is over
     */
    @SuppressWarnings("ThreadPriorityCheck") // about yield, which is no tuning here: see below
    void check() {
        long now = nanoTime.getAsLong();
        if (now - start >= limit.toNanos()) {
            throw new CalculationException("no result within " + limit.toMillis() + " ms");
        }
        if (now - lastYield >= NANOS_BETWEEN_YIELDS) {
            lastYield = now;
            // Nothing takes the carrier from a virtual thread that computes: without this, the
            // clients behind it on the same carrier would stand still as long as it does.
            Thread.yield();
        }
    }
}
