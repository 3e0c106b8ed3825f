package dev.usher.transport;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;

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
    private volatile long awayUntil = HERE;
    private Duration absence = FIRST;

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

    private boolean isAway() {
        long until = awayUntil;
        if (until == HERE) {
            return false;
        }
        boolean away = System.nanoTime() - until < 0;
        if (!away) {
            awayUntil = HERE;
        }
        return away;
    }

    /** Leaves the loop for a while; called by one thread. */
    void leave() {
        long until = System.nanoTime() + absence.toNanos();
        awayUntil = until == HERE ? 1 : until;
        absence =
                absence.multipliedBy(2).compareTo(LONGEST) < 0 ? absence.multipliedBy(2) : LONGEST;
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
