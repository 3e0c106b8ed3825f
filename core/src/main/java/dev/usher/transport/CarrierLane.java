package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * Clients whose threads their {@link CarrierLoop} runs: the scheduler of those threads. A client
 * gets one of its own as soon as it has to wait within a turn.
 */
final class CarrierLane extends LoopLane implements Executor {
    private final Executor turns = turn -> run(turn, false);

    // Who serves the clients that have no thread: the last one that has begun to.

    private volatile @Nullable TurnThread loopsThread;
    private volatile @Nullable TurnThread helpersThread;

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

    /** This thread begins to serve clients that have none, for the loop or for its helper. */
    void begins(TurnThread thread, boolean helps) {
        if (helps) {
            helpersThread = thread;
        } else {
            loopsThread = thread;
        }
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

    /**
     * {@inheritDoc} A thread that serves those who have none does not. If another one has begun to
     * in its place, it keeps to its client: either is right.
     */
    @Override
    public boolean keepsThread() {
        return isAway() || !(isCurrent(loopsThread) || isCurrent(helpersThread));
    }

    private static boolean isCurrent(@Nullable TurnThread thread) {
        return thread != null && thread.isCurrent();
    }
}
