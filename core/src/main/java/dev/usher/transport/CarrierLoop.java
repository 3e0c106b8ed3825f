package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loop whose thread also runs the threads of its clients: it looks which sockets are ready, then
 * runs whoever waits for them, each until it waits again, and looks anew. Nothing is handed from
 * one platform thread to another.
 *
 * <p>A client that does not wait again soon would hold up the others. So the loop can be taken from
 * its thread while that runs a client ({@link #check}): another thread goes on with the loop, the
 * first one ends when it gets back.
 */
final class CarrierLoop extends Loop {

    /** Tasks between two looks at the sockets, should there be ever more. */
    private static final int TASKS_AT_ONCE = 256;

    private final String name;
    private final AtomicInteger threads = new AtomicInteger();

    /** Counts the beginnings and ends of tasks: odd while one runs. */
    private final AtomicLong turn = new AtomicLong();

    /** Whose client's thread runs. */
    private volatile @Nullable CarrierLane running;

    // Of the one thread that checks:

    private long seen;
    private long relieved;

    private volatile boolean over;

    /** Starts it. */
    CarrierLoop(String name) throws IOException {
        this.name = name;
        start(this::run);
    }

    private void start(Runnable work) {
        Thread.ofPlatform().daemon().name(name + "-" + threads.getAndIncrement()).start(work);
    }

    private void run() {
        while (isOpen()) {
            select();
            for (int count = 0; count < TASKS_AT_ONCE; count++) {
                var task = next();
                if (task == null) {
                    break;
                }
                if (!run(task)) {
                    return;
                }
            }
        }
        over = true;
        handOver();
        ended();
    }

    /** Runs it; whether the loop is still this thread's after that. */
    private boolean run(TaskQueue.Task task) {
        var lane = task.lane;
        if (lane == null) {
            run(task.work());
            return true;
        }
        if (lane.isAway()) {
            Scheduling.standard().execute(task.work());
            return true;
        }
        long mine = turn.getPlain() + 1;
        running = lane;
        turn.setRelease(mine);
        run(task.work());
        return turn.compareAndSet(mine, mine + 1);
    }

    /**
     * Takes the loop from its thread if that runs the same task as at the last call. Called by one
     * thread, again and again. If there is no thread to give it to, it stays where it is.
     */
    void check() {
        long now = turn.get();
        var lane = running;
        if (now == seen && now != relieved && (now & 1) == 1 && lane != null) {
            start(() -> takeOver(now, lane));
            relieved = now;
        }
        seen = now;
    }

    /** Goes on with the loop, unless the client has let it go in the meantime. */
    private void takeOver(long held, CarrierLane lane) {
        if (turn.compareAndSet(held, held + 1)) {
            lane.leave();
            run();
        }
    }

    /** Runs a part of a client's thread, soon. */
    void run(Runnable part, CarrierLane lane) {
        execute(part, lane);
        if (over) {
            handOver();
        }
    }

    /** After the end of the loop its clients' threads, should any be left, go on elsewhere. */
    private synchronized void handOver() {
        for (var task = next(); task != null; task = next()) {
            if (task.lane != null) {
                Scheduling.standard().execute(task.work());
            }
        }
    }

    @Override
    Lane lane() {
        return new CarrierLane(this);
    }
}
