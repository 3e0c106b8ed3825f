package dev.usher.transport;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients of one listener whose turns a {@link Loop} runs. When they have held the loop too long,
 * waiting once or computing twice, they leave it, and have their turns on the JDK's scheduler: for
 * a second, and twice as long each time, up to a minute.
 */
abstract sealed class LoopLane implements Lane permits PortableLane, CarrierLane {
    private static final long HERE = 0;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Who computes for long does so again and again. */
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Loop loop;

    /** When they come back, by {@link System#nanoTime}. */
    private final AtomicLong awayUntil = new AtomicLong(HERE);

    // Of the one thread that checks: whether one of them has ever held the loop, and when last.

    private boolean wasHeld;
    private long lastHeld;

    // Under the lock of this object:

    private Duration absence = Duration.ZERO;
    private long lastReturn;

    LoopLane(Loop loop) {
        this.loop = loop;
    }

    /** Runs a turn on the JDK's scheduler. */
    abstract void runElsewhere(Runnable turn, boolean isPart);

    /**
     * Serves a client that has no thread, and perhaps others after it; by the loop's thread or its
     * helper's.
     *
     * @param number the loop's, of this turn
     * @param threads the calling thread's
     * @return the number of the last turn
     */
    abstract long serve(Runnable turn, long number, TurnThreads threads);

    /** Runs a turn where they are now. */
    final void run(Runnable turn, boolean isPart) {
        if (isAway()) {
            runElsewhere(turn, isPart);
        } else {
            loop.execute(turn, this, isPart);
        }
    }

    final Loop loop() {
        return loop;
    }

    /** Whether they are run elsewhere now. */
    final boolean isAway() {
        long until = awayUntil.get();
        if (until == HERE) {
            return false;
        }
        boolean away = System.nanoTime() - until < 0;
        if (!away) {
            awayUntil.compareAndSet(until, HERE);
        }
        return away;
    }

    /**
     * One of them holds the loop; whether that was so a quarter of a second ago, too.
     *
     * @param now by {@link System#nanoTime}
     */
    final boolean isHeldAgain(long now) {
        boolean again = wasHeld && now - lastHeld < SOON_NANOS;
        wasHeld = true;
        lastHeld = now;
        return again;
    }

    /** Leaves the loop for a while. */
    final synchronized void leave() {
        if (isAway()) {
            return;
        }
        long now = System.nanoTime();
        // Who has behaved for as long as that was not here is forgiven.
        boolean again = !absence.isZero() && now - lastReturn < absence.toNanos();
        absence = again ? shorter(absence.multipliedBy(2), LONGEST) : FIRST;
        lastReturn = now + absence.toNanos();
        awayUntil.set(lastReturn == HERE ? 1 : lastReturn);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public final Transport transport(SocketChannel channel, int unread) {
        return new SocketTransport(loop, channel, unread);
    }
}
