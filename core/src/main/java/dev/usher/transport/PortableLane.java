package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * Clients that a {@link PortableLoop} serves itself, from their request to its answer, without a
 * thread of their own; unless that takes long.
 */
final class PortableLane extends LoopLane {

    private final Executor turns = this::run;

    PortableLane(PortableLoop loop) {
        super(loop);
    }

    @Override
    void runElsewhere(Runnable turn) {
        threads().name("usher-client").start(turn);
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
