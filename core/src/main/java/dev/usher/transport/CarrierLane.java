package dev.usher.transport;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients of one listener whose threads a {@link CarrierLoop} runs. When one of them has held the
 * loop too long they leave it, and the JDK's scheduler runs them: for a second, and twice as long
 * each time, up to a minute.
 */
final class CarrierLane implements Lane, Executor {
    private static final long HERE = 0;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final CarrierLoop loop;

    /** When they come back, by {@link System#nanoTime}. */
    private final AtomicLong awayUntil = new AtomicLong(HERE);

    // Under the lock of this object:

    private Duration absence = Duration.ZERO;
    private long lastReturn;

    CarrierLane(CarrierLoop loop) {
        this.loop = loop;
    }

    /** Runs a part of a client's thread, which the JDK gives us whenever that can go on. */
    @Override
    public void execute(Runnable part) {
        if (isAway()) {
            Scheduling.standard().execute(part);
        } else {
            loop.run(part, this);
        }
    }

    /** Whether they are run elsewhere now. */
    boolean isAway() {
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

    /** Leaves the loop for a while. */
    synchronized void leave() {
        if (isAway()) {
            return;
        }
        long now = System.nanoTime();
        // Who has behaved for as long as that was not here is forgiven.
        boolean again = now - lastReturn < absence.toNanos();
        absence = again ? shorter(absence.multipliedBy(2), LONGEST) : FIRST;
        lastReturn = now + absence.toNanos();
        awayUntil.set(lastReturn == HERE ? 1 : lastReturn);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public Transport transport(SocketChannel channel, int unread) {
        return new SocketTransport(loop, channel, unread);
    }

    @Override
    public Thread.Builder.OfVirtual threads() {
        return Scheduling.threads(this);
    }
}
