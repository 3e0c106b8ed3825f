package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * A virtual thread that serves one client after another, each until it has answered what has
 * arrived: to go from one to the next costs less than to go on with a thread that the next one has.
 * It is run by the platform thread that made it, its owner. When it has to wait within a turn, it
 * is that client's own from there on, and its owner makes another one.
 *
 * <p>For the owner, and for this thread while the owner runs it, but for what says otherwise. No
 * lock is needed, since these two are never at work at the same time.
 */
final class TurnThread implements Executor {
    private static final ThreadLocal<@Nullable TurnThread> CURRENT = new ThreadLocal<>();

    private final CarrierLane lane;
    private final boolean helps;
    private final Thread owner = Thread.currentThread();
    private final Thread thread;

    /** What it is to do next. Should anybody else wake it in vain, it sees so. */
    private volatile @Nullable Runnable turn;

    private volatile boolean over;

    /** Of the turn that it is in. */
    private long number;

    private boolean waitsForTurn;

    /** Whether it has become a client's own. */
    private boolean left;

    private boolean isBeingWoken;

    /** Runs this thread until it waits; always the same. */
    private @Nullable Runnable part;

    /**
     * Is not started yet, and the calling thread's.
     *
     * @param helps whether that is a helper
     */
    TurnThread(CarrierLane lane, boolean helps) {
        this.lane = lane;
        this.helps = helps;
        thread =
                Scheduling.threads(this)
                        .name("usher-turns")
                        .inheritInheritableThreadLocals(false) // they may be a client's
                        .unstarted(this::serve);
    }

    /** Begins; what it runs is to come. */
    void start() {
        isBeingWoken = true;
        try {
            thread.start();
        } finally {
            isBeingWoken = false;
        }
    }

    /** Whether it can serve another client. */
    boolean isFree() {
        return !left;
    }

    /**
     * Runs a turn, and perhaps others after it.
     *
     * @param itsNumber the loop's, of this turn
     * @return the number of the last turn
     */
    long run(Runnable first, long itsNumber) {
        number = itsNumber;
        waitsForTurn = false;
        turn = first;
        goOn();
        if (!waitsForTurn) {
            left = true;
            thread.setName("usher-client");
        }
        return number;
    }

    private void goOn() {
        var mine = part;
        if (mine == null) {
            throw new IllegalStateException("it has not been started");
        }
        isBeingWoken = true;
        LockSupport.unpark(thread);
        isBeingWoken = false;
        Defects.guard(mine);
    }

    /** Ends it, unless it has become a client's. */
    void end() {
        if (!left) {
            over = true;
            goOn();
        }
    }

    /**
     * Runs a part of this thread, or of one that it has started, which the JDK gives us whenever
     * that can go on: the owner does so itself if it is waking this thread. By any thread.
     */
    @Override
    public void execute(Runnable next) {
        if (Thread.currentThread().equals(owner) && isBeingWoken) {
            part = next;
        } else {
            lane.execute(next);
        }
    }

    /** Whether the calling thread is one of these, and not a client's own; by any thread. */
    static boolean isCurrent() {
        var current = CURRENT.get();
        return current != null && current.isHere();
    }

    private boolean isHere() {
        return Scheduling.carrier().equals(owner) && !left;
    }

    private void serve() {
        CURRENT.set(this);
        for (var next = await(); next != null; next = await()) {
            while (next != null) {
                Thread.interrupted(); // what one client leaves behind is not for the next one
                Defects.guard(next);
                if (!isHere()) {
                    return;
                }
                next = following();
            }
            waitsForTurn = true;
        }
    }

    /** The next turn that the owner gives it; {@code null} at the end. */
    private @Nullable Runnable await() {
        for (; ; ) {
            var next = turn;
            if (next != null) {
                turn = null;
                return next;
            }
            if (over) {
                return null;
            }
            Thread.interrupted(); // or it would not wait
            LockSupport.park(this);
        }
    }

    private @Nullable Runnable following() {
        var next = helps ? null : lane.loop().next(lane, number);
        if (next != null) {
            number += 2;
        }
        return next;
    }
}
