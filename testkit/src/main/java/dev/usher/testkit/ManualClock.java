package dev.usher.testkit;

import dev.usher.TimeSource;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A time source that stands still until a test moves it, so that a deadline of ten minutes passes
 * at once.
 *
 * <pre>{@code
 * var clock = new ManualClock();
 * servers.start(clock, Server.on(0).answer(Lines.utf8(), line -> line));
 * clock.advance(Duration.ofMinutes(10));
 * servers.events().await(Event.Closed.class, closed -> closed.reason() == CloseReason.IDLE);
 * }</pre>
 *
 * <p>A server compares its deadlines with the time about ten times a second of real time, so a test
 * waits for the effect of an advance, as above. And a deadline counts from the moment when the
 * server begins to wait, which may be later than the test thinks: an advance before that is no part
 * of it. A test that cannot know moves the clock on until it has had its effect:
 *
 * <pre>{@code
 * servers.await("the client was idle for too long", () -> {
 *     clock.advance(Duration.ofMinutes(1));
 *     return !servers.events().of(Event.Closed.class).isEmpty();
 * });
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class ManualClock implements TimeSource {
    private final AtomicLong nanos = new AtomicLong();

    /** A clock that stands at zero. */
    public ManualClock() {}

    /**
     * Moves the time forward.
     *
     * @throws IllegalArgumentException if the step is negative: time never goes back
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("time never goes back, so not by " + step);
        }
        nanos.addAndGet(step.toNanos());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    /** The time that has passed, for people. */
    @Override
    public String toString() {
        return Duration.ofNanos(nanos()).toString();
    }
}
