package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * Clients that a {@link PortableLoop} serves itself, from their request to its answer, without a
 * thread of their own; unless that takes long.
 */
final class PortableLane extends LoopLane {

    private final Executor turns = turn -> run(turn, false);

    PortableLane(PortableLoop loop) {
        super(loop);
    }

    @Override
    void runElsewhere(Runnable turn, boolean isPart) {
        threads().name("usher-client").start(turn);
    }

    @Override
    long serve(Runnable turn, long number, TurnThreads threads) {
        Defects.guard(turn);
        return number;
    }

    @Override
    public boolean mayBeginInTurn() {
        return false;
    }

    @Override
    public boolean keepsThread() {
        return isAway();
    }

    @Override
    public Thread.Builder.OfVirtual threads() {
        return Thread.ofVirtual();
    }

    @Override
    public @Nullable Executor turns() {
        return isAway() ? null : turns;
    }
}
