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
 * back: no turn waits for one that takes long on the other thread.
 *
 * <p>It is a platform thread on all engines: to wake a virtual one costs the loop as much as many a
 * turn does.
 *
 * <p>The loop's thread gives and takes back, whichever that is at the time.
 */
final class Helper {
    private static final int PLACES = 2;

    /** Until the next try, when the system has no thread left. */
    private static final long PAUSE_NANOS = 1_000_000_000;

    /** Threads that may wait for their clients at the same time; then there is no help. */
    private static final int MOST_AWAY = 16;

    private final ThreadFactory factory;
    private final AtomicReferenceArray<TaskQueue.@Nullable Task> places =
            new AtomicReferenceArray<>(PLACES);

    /** Whether its thread waits, or is about to: then a turn has to wake it. */
    private volatile boolean asleep;

    private volatile boolean over;

    /** When a thread may be started again, should there have been none; of the loop's thread. */
    private long notBefore = System.nanoTime();

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

    /** Whether it need not be woken; for the loop's thread. */
    boolean isAwake() {
        return started && !asleep;
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
        if (!started && System.nanoTime() - notBefore >= 0) {
            started = true;
            try {
                factory.newThread(this::run).start();
            } catch (RuntimeException | Error noThread) {
                Defects.show(noThread);
                started = false;
                notBefore = System.nanoTime() + PAUSE_NANOS;
            }
        }
        return started;
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
        var threads = new TurnThreads(true);
        while (!over && isMine()) {
            Thread.interrupted(); // what one client leaves behind is for no other, and no wait
            var turn = takeBack();
            if (turn == null) {
                turn = await();
            }
            if (turn != null) {
                run(turn, threads);
            }
        }
        threads.end();
        if (!isMine()) {
            away.decrementAndGet();
        }
    }

    private static void run(TaskQueue.Task task, TurnThreads threads) {
        var lane = task.lane;
        if (task.isPart || lane == null) {
            Defects.guard(task.work());
        } else {
            lane.serve(task.work(), 0, threads);
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

    /** Lets its thread end; a turn that it has not begun can be taken back. */
    void close() {
        over = true;
        LockSupport.unpark(thread);
    }
}
