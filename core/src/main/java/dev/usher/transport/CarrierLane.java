package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * Clients whose threads their {@link CarrierLoop} runs: the scheduler of those threads. A client
 * gets one of its own as soon as it has to wait within a turn.
 */
final class CarrierLane extends LoopLane implements Executor {
    private final Executor turns = turn -> run(turn, false);

    /** Serve those that have none: on the loop's thread, and on its helper's. */
    private volatile @Nullable TurnThread ofLoop;

    private volatile @Nullable TurnThread ofHelper;

    CarrierLane(CarrierLoop loop) {
        super(loop);
    }

    /** Runs a part of a thread, which the JDK gives us whenever that can go on. */
    @Override
    public void execute(Runnable part) {
        if (!takes(ofLoop, part) && !takes(ofHelper, part)) {
            run(part, true);
        }
    }

    private static boolean takes(@Nullable TurnThread thread, Runnable part) {
        return thread != null && thread.takes(part);
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
    long serve(Runnable turn, long number, boolean helps) {
        TurnThread thread;
        try {
            thread = turnThread(helps);
        } catch (RuntimeException | Error noThread) {
            Defects.show(noThread);
            Defects.guard(turn); // without one, rather than not at all
            return number;
        }
        return thread.run(turn, number);
    }

    private TurnThread turnThread(boolean helps) {
        var present = helps ? ofHelper : ofLoop;
        if (present != null) {
            if (present.isFree()) {
                return present;
            }
            present.endUnlessMine();
        }
        var made = new TurnThread(this, helps);
        if (helps) {
            ofHelper = made;
        } else {
            ofLoop = made;
        }
        made.start();
        return made;
    }

    @Override
    void end() {
        end(ofLoop);
        end(ofHelper);
    }

    private static void end(@Nullable TurnThread thread) {
        if (thread != null) {
            thread.end();
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
        return isAway() || !(isHere(ofLoop) || isHere(ofHelper));
    }

    private static boolean isHere(@Nullable TurnThread thread) {
        return thread != null && thread.isHere();
    }
}
