package dev.usher.testkit;

import dev.usher.TimeSource;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A time source that stands still until a test moves it, so that a deadline of ten minutes passes
 * at once.
 *
 * <pre>{@code
 * var clock = new ManualClock();
 * var client = servers.connect(servers.start(clock, listener));
 * client.send("wait for ever\n");
 * servers.await("the service is at work", () -> working.get());
 * clock.advance(Duration.ofSeconds(61));
 * assertEquals("ERROR late answer took more than 60 s", client.readLine());
 * }</pre>
 *
 * <p>A server looks at its deadlines about ten times a second of real time. An {@link #advance}
 * waits for that, so that nothing of the old time is left when it returns.
 *
 * <p>A deadline counts from the moment when the server begins to wait, or has been seen to. Where a
 * test cannot see that moment, as when the server waits for the next request, it moves the clock
 * until that has had its effect:
 *
 * <pre>{@code
 * servers.await("the client was idle for too long", () -> {
 *     clock.advance(Duration.ofMinutes(11));
 *     return !servers.events().of(Event.Closed.class).isEmpty();
 * });
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class ManualClock implements TimeSource {
    /** The thread that looks at the deadlines of a server; each server has one. */
    private static final String SWEEPER = "usher-sweeper";

    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10));

    private final AtomicLong nanos = new AtomicLong();
    private final Map<Thread, Long> looks = new ConcurrentHashMap<>();

    /** A clock that stands at zero. */
    public ManualClock() {}

    /**
     * Moves the time forward, and returns when every server that goes by this clock has compared
     * its deadlines with the new time; after a few tenths of a second of real time.
     *
     * @throws IllegalArgumentException if the step is negative: time never goes back
     * @throws AssertionError if a server does not look at the clock
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("time never goes back, so not by " + step);
        }
        awaitLooks(); // a wait that has begun counts from before the step
        nanos.addAndGet(step.toNanos());
        awaitLooks();
    }

    private void awaitLooks() {
        Map.copyOf(looks).forEach(this::awaitLook);
    }

    /** One more look sees the new time; when another one begins, that one is over. */
    private void awaitLook(Thread sweeper, long before) {
        boolean seen =
                PATIENCE.ask(
                        () -> !sweeper.isAlive() || looks.getOrDefault(sweeper, 0L) >= before + 2,
                        answer -> answer);
        if (!seen) {
            throw new AssertionError("a server does not look at its deadlines any more");
        }
    }

    /** How many servers have looked at this clock. */
    int servers() {
        return looks.size();
    }

    @Override
    public long nanos() {
        var reader = Thread.currentThread();
        if (reader.getName().equals(SWEEPER)) {
            looks.merge(reader, 1L, Long::sum);
        }
        return nanos.get();
    }

    /** The time that has passed, for people. */
    @Override
    public String toString() {
        return Duration.ofNanos(nanos.get()).toString();
    }
}
