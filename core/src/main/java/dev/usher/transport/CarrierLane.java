package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/** Clients whose threads their {@link CarrierLoop} runs: the scheduler of those threads. */
final class CarrierLane extends LoopLane implements Executor {

    CarrierLane(CarrierLoop loop) {
        super(loop);
    }

    /** Runs a part of a client's thread, which the JDK gives us whenever that can go on. */
    @Override
    public void execute(Runnable part) {
        run(part);
    }

    @Override
    void runElsewhere(Runnable turn) {
        Scheduling.standard().execute(turn);
    }

    @Override
    public Thread.Builder.OfVirtual threads() {
        return Scheduling.threads(this);
    }

    @Override
    public @Nullable Executor turns() {
        return null; // their threads are on the loop already
    }
}
