package dev.usher.cli;

import dev.usher.TimeSource;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Lets one thing through in a second and counts the others, so that a flood of them can be told of
 * without another flood. Safe for use by many threads.
 */
final class Throttle {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final TimeSource time;
    private final AtomicLong next;
    private final AtomicLong heldBack = new AtomicLong();

    Throttle(TimeSource time) {
        this.time = time;
        next = new AtomicLong(time.nanos());
    }

    /** Calls this, at most once a second, with how many calls there were in vain before it. */
    void pass(LongConsumer action) {
        long now = time.nanos();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + SECOND)) {
            action.accept(heldBack.getAndSet(0));
        } else {
            heldBack.incrementAndGet();
        }
    }

    /** How many calls were in vain since the last one that was not. */
    long heldBack() {
        return heldBack.get();
    }
}
