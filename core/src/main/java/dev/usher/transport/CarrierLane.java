package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * Clients whose threads their {@link CarrierLoop} runs: the scheduler of those threads. A client
 * gets one of its own as soon as it has to wait within a turn.
 */
final class CarrierLane extends LoopLane implements Executor {
    private final Executor turns = turn -> run(turn, false);

    // Who serves the clients that have no thread; a client's own thread is neither.

    private volatile @Nullable Thread loops;
    private volatile @Nullable Thread helpers;

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

    /** This thread serves clients that have none, for the loop or for its helper. */
    void serves(Thread thread, boolean helps) {
        if (helps) {
            helpers = thread;
        } else {
            loops = thread;
        }
    }

    /**
     * It does so no more. Should another one begin to at this moment, that may be forgotten: then
     * it is the next client's own.
     */
    void servesNoMore(Thread thread) {
        if (thread.equals(loops)) {
            loops = null;
        } else if (thread.equals(helpers)) {
            helpers = null;
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

    @Override
    public boolean keepsThread() {
        var current = Thread.currentThread();
        return isAway() || !(current.equals(loops) || current.equals(helpers));
    }
}
