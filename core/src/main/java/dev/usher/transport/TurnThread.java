package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/**
 * A virtual thread that serves one client after another, each until it has answered what has
 * arrived: to go from one to the next costs less than to go on with a thread that the next one has.
 * It is run by the platform thread that made it, a loop's or its helper's: its owner. When it has
 * to wait within a turn, it is that client's own from there on, and its owner makes another one.
 *
 * <p>For the owner, and for this thread while the owner runs it, but for what says otherwise. No
 * lock is needed, since these two are never at work at the same time.
 */
final class TurnThread {
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
                lane.threads()
                        .name("usher-turns")
                        .inheritInheritableThreadLocals(false) // they may be a client's
                        .unstarted(this::serve);
    }

    /** Whether it can serve clients for the calling thread. */
    boolean isFree() {
        return Thread.currentThread().equals(owner) && !left && !over;
    }

    /** Whether this is the calling thread, and not a client's own; by any thread. */
    boolean isHere() {
        return Thread.currentThread().equals(thread)
                && Scheduling.carrier().equals(owner)
                && !left
                && !over;
    }

    /** Begins; what it runs is to come. By the owner, as soon as the lane knows it. */
    void start() {
        isBeingWoken = true;
        try {
            thread.start();
        } finally {
            isBeingWoken = false;
        }
    }

    /**
     * Runs a turn, and perhaps others after it; by the owner.
     *
     * @param itsNumber the loop's, of this turn
     * @return the number of the last turn
     */
    long run(Runnable first, long itsNumber) {
        var goesOn = part;
        if (goesOn == null) {
            throw new IllegalStateException("it has not been started");
        }
        number = itsNumber;
        waitsForTurn = false;
        turn = first;
        isBeingWoken = true;
        LockSupport.unpark(thread);
        isBeingWoken = false;
        Defects.guard(goesOn);
        if (!waitsForTurn) {
            left = true;
            thread.setName("usher-client");
        }
        return number;
    }

    /** Takes what runs this thread, should its owner be waking it; by any thread. */
    boolean takes(Runnable next) {
        if (!Thread.currentThread().equals(owner) || !isBeingWoken) {
            return false;
        }
        part = next;
        return true;
    }

    private void serve() {
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

    /** It is needed no more, should its owner have been another thread than the calling one. */
    void endUnlessMine() {
        if (!Thread.currentThread().equals(owner)) {
            end();
        }
    }

    /** It is needed no more; by any thread. */
    void end() {
        over = true;
        LockSupport.unpark(thread);
    }
}
