package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * Clients whose threads their {@link CarrierLoop} runs: the scheduler of those threads. A client
 * gets one of its own as soon as it has to wait within a turn.
 */
final class CarrierLane extends LoopLane implements Executor {
    private final Executor turns = turn -> run(turn, false);

    CarrierLane(CarrierLoop loop) {
        super(loop);
    }

    /** Runs a part of a thread, which the JDK gives us whenever that can go on. */
    @Override
    public void execute(Runnable part) {
        run(part, true);
    }

    @Override
    void runElsewhere(Runnable work, boolean isPart) {
        if (isPart) {
            Scheduling.standard().execute(work);
        } else {
            threads().name("usher-client").start(work);
        }
    }

    @Override
    long serve(Runnable turn, long number, TurnThreads threads) {
        return threads.serve(this, turn, number);
    }

    @Override
    public Thread.Builder.OfVirtual threads() {
        return Scheduling.threads(this);
    }

    @Override
    public @Nullable Executor turns() {
        return isAway() ? null : turns;
    }

    @Override
    public boolean mayBeginInTurn() {
        return true;
    }

    @Override
    public boolean keepsThread() {
        return isAway() || !TurnThread.isCurrent();
    }
}
