package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A second thread beside a {@link Loop}, for turns that are long while others wait: one processor
 * would serve them all, and the next one might be idle. A few turns have a place here, so that it
 * is not woken for each. What it has not begun when the loop has nothing else to do, the loop takes
 * back: no turn waits for another that takes long.
 *
 * <p>The loop's thread gives and takes back, whichever that is at the time.
 */
final class Helper {
    private static final int PLACES = 2;
    private static final long LONGEST_RUN_NANOS = 1_000_000;

    private final Consumer<Runnable> starter;
    private final AtomicReferenceArray<TaskQueue.@Nullable Task> places =
            new AtomicReferenceArray<>(PLACES);

    /** Whether its thread waits, or is about to: then a turn has to wake it. */
    private volatile boolean asleep;

    private volatile boolean over;

    /** Whether there is a thread, which is started when it is needed. */
    private volatile boolean started;

    private volatile @Nullable Thread thread;

    /**
     * Has no thread yet.
     *
     * @param starter starts one that runs this
     */
    Helper(Consumer<Runnable> starter) {
        this.starter = starter;
    }

    /** Leaves it a client's turn; whether there is a place for it. */
    boolean offer(TaskQueue.Task turn) {
        if (!hasThread()) {
            return false;
        }
        for (int i = 0; i < PLACES; i++) {
            if (places.get(i) == null) {
                places.set(i, turn);
                wakeUp();
                return true;
            }
        }
        return false;
    }

    private boolean hasThread() {
        if (!started && !over) {
            started = true;
            try {
                starter.accept(this::run);
            } catch (RuntimeException | Error noThread) {
                Defects.show(noThread);
                over = true; // the loop goes on without
            }
        }
        return !over;
    }

    private void wakeUp() {
        // It says that it sleeps, and then looks at the places: one of us sees the other.
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    /** A turn that it has not begun, for the caller to run; {@code null} if there is none. */
    TaskQueue.@Nullable Task takeBack() {
        for (int i = 0; i < PLACES; i++) {
            if (places.get(i) != null) {
                var turn = places.getAndSet(i, null);
                if (turn != null) {
                    return turn;
                }
            }
        }
        return null;
    }

    private void run() {
        thread = Thread.currentThread();
        long began = System.nanoTime();
        while (!over && isMine()) {
            var turn = takeBack();
            if (turn == null) {
                turn = await();
                began = System.nanoTime();
            }
            if (turn != null) {
                Thread.interrupted(); // what one client leaves behind is not for the next one
                Defects.guard(turn.work());
                began = giveWay(began);
            }
        }
    }

    private boolean isMine() {
        return Thread.currentThread().equals(thread);
    }

    /**
     * The calling thread is about to wait for a client. Should it be the helper's, it is that
     * client's from here on, and the next turn gets another one.
     */
    void beforeWait() {
        if (isMine()) {
            Thread.currentThread().setName("usher-client");
            thread = null;
            started = false;
        }
    }

    /** Waits once for a turn, in vain perhaps. */
    private TaskQueue.@Nullable Task await() {
        asleep = true;
        var turn = takeBack();
        if (turn == null && !over) {
            LockSupport.park(this);
        }
        asleep = false;
        return turn;
    }

    /** A thread that is always busy shares its carrier: there may be no other one. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but how soon others go on
    private static long giveWay(long began) {
        long now = System.nanoTime();
        if (now - began < LONGEST_RUN_NANOS) {
            return began;
        }
        Thread.yield();
        return now;
    }

    /** Lets its thread end; a turn that it has not begun stays in its place. */
    void close() {
        over = true;
        LockSupport.unpark(thread);
    }
}
