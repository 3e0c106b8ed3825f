package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A second thread beside a {@link Loop}, for turns that are long while others wait: one processor
 * would serve them all, and the next one might be idle. A few turns have a place here, so that it
 * is not woken for each. What it has not begun when the loop has nothing else to do, the loop takes
 * back: no turn waits for another that takes long.
 *
 * <p>It is a thread of the system on all engines: to wake a virtual one costs the loop more than
 * many turns do.
 *
 * <p>The loop's thread gives and takes back, whichever that is at the time.
 */
final class Helper {
    private static final int PLACES = 2;

    /** Threads that may wait for their clients at the same time; then there is no help. */
    private static final int MOST_AWAY = 16;

    private final ThreadFactory factory;
    private final AtomicReferenceArray<TaskQueue.@Nullable Task> places =
            new AtomicReferenceArray<>(PLACES);

    /** Whether its thread waits, or is about to: then a turn has to wake it. */
    private volatile boolean asleep;

    private volatile boolean over;

    /** Whether there is a thread, which is started when it is needed. */
    private volatile boolean started;

    private volatile @Nullable Thread thread;

    /** Threads that were the helper's, and have become a client's until the end of its turn. */
    private final AtomicInteger away = new AtomicInteger();

    /**
     * Has no thread yet.
     *
     * @param factory makes one when it is needed
     */
    Helper(ThreadFactory factory) {
        this.factory = factory;
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
                factory.newThread(this::run).start();
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
        while (!over && isMine()) {
            var turn = takeBack();
            if (turn == null) {
                turn = await();
            }
            if (turn != null) {
                Thread.interrupted(); // what one client leaves behind is not for the next one
                Defects.guard(turn.work());
            }
        }
        if (!isMine()) {
            away.decrementAndGet();
        }
    }

    private boolean isMine() {
        return Thread.currentThread().equals(thread);
    }

    /**
     * The calling thread is about to wait for a client. Should it be the helper's, it is that
     * client's from here on, and the next turn gets another one; unless there are many such.
     */
    void beforeWait() {
        if (isMine() && away.get() < MOST_AWAY) {
            away.incrementAndGet();
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

    /** Lets its thread end; a turn that it has not begun stays in its place. */
    void close() {
        over = true;
        LockSupport.unpark(thread);
    }
}
