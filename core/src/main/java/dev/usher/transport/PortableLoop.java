package dev.usher.transport;

import java.io.IOException;

/**
 * A loop on a virtual thread. It runs the turns of clients that need no thread of their own while
 * they wait for a request ({@link PortableLane}); the other clients' threads it wakes, which stays
 * within the JDK's scheduler.
 *
 * <p>There a wait takes long to begin and to end, several times as long as a request takes to be
 * answered. So if its waits have been short of late, the loop looks again and again instead.
 */
final class PortableLoop extends Loop {
    /** Waits that are expected to be shorter are not begun. With one processor, none is. */
    private static final long SHORT_NANOS =
            Runtime.getRuntime().availableProcessors() > 1 ? 50_000 : 0;

    private static final long LONG_NANOS = 10 * SHORT_NANOS;

    private static final long LONGEST_RUN_NANOS = 1_000_000;

    /** How long the next wait will take, to judge by the last ones. */
    private long expected = LONG_NANOS;

    private long gaveWay = System.nanoTime();

    /** Starts it. */
    PortableLoop(String name, boolean helped) throws IOException {
        super(name, new SelectorSockets(), helped);
        start(this::run);
    }

    @Override
    Thread.Builder threads() {
        return Thread.ofVirtual();
    }

    @Override
    void look() {
        if (selectNow()) {
            giveWay(System.nanoTime());
            return;
        }
        long began = System.nanoTime();
        boolean spins = expected < SHORT_NANOS && arrivesBefore(began + SHORT_NANOS);
        if (!spins) {
            select();
        }
        long now = System.nanoTime();
        expected = (3 * expected + Math.min(now - began, LONG_NANOS)) / 4;
        if (spins) {
            giveWay(now);
        } else {
            gaveWay = now;
        }
    }

    /** A loop that is always busy shares its carrier: there may be no other one. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but how soon others go on
    private void giveWay(long now) {
        if (now - gaveWay > LONGEST_RUN_NANOS) {
            Thread.yield();
            gaveWay = now;
        }
    }

    private boolean arrivesBefore(long end) {
        boolean arrived = false;
        while (!arrived && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
            arrived = selectNow();
        }
        return arrived;
    }

    @Override
    LoopLane lane() {
        return new PortableLane(this);
    }
}
