package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches the sockets of many connections: reads what arrives, and sees to it that whoever waits
 * for it goes on. What that does until it waits again is a turn, and turns are run by the loop's
 * own thread: nothing is handed from one thread to another, but for turns that take longer than
 * that would, while others wait ({@link Helper}).
 *
 * <p>A turn that does not end soon would hold up all others. So the loop can be taken from its
 * thread during a turn ({@link #check}): another thread goes on with the loop, and the first one is
 * done when the turn is. A turn that is about to wait gives the loop away itself ({@link
 * #beforeWait}).
 *
 * <p>Everything that changes how a socket is watched happens on the loop's thread; other threads
 * ask by {@link #execute}. No single connection can end the loop.
 */
abstract sealed class Loop implements AutoCloseable permits PortableLoop, CarrierLoop {
    /** Tasks between two looks at the sockets, should there be ever more. */
    private static final int TASKS_AT_ONCE = 256;

    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final String name;
    private final Sockets sockets;
    private final TaskQueue tasks = new TaskQueue();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Whether the loop's thread waits, or is about to: then a task has to wake it. */
    private volatile boolean asleep;

    /** Counts the beginnings and ends of turns: odd during one. */
    private final AtomicLong turn = new AtomicLong();

    /** Whose turn it is. */
    private volatile @Nullable LoopLane running;

    /** Who runs the loop. */
    private volatile @Nullable Thread thread;

    private volatile boolean over;

    private final @Nullable Helper helper;

    // Of the loop's thread:

    /** A turn that another thread adds meanwhile may be taken for a long one; no harm is done. */
    private int arriving;

    /** Tasks to be run before the next look at the sockets. */
    private int left;

    private final TurnLength length = new TurnLength();

    /** Of the one thread that checks. */
    private final LoopGuard guard = new LoopGuard();

    /**
     * A loop that does not run yet.
     *
     * @param name of its threads
     * @param sockets what watches its sockets
     * @param helped whether there is a processor for a second thread
     */
    Loop(String name, Sockets sockets, boolean helped) {
        this.name = name;
        this.sockets = sockets;
        helper = helped ? new Helper(helperThreads(name)) : null;
    }

    /** A new place for clients of one listener. */
    abstract LoopLane lane();

    /** Builds threads that run the loop. */
    abstract Thread.Builder threads();

    /** Starts a thread that runs the loop. */
    final void start(Runnable work) {
        threads().name(name).start(work);
    }

    private static ThreadFactory helperThreads(String name) {
        return Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false) // they may be a client's
                .name(name + "-helper")
                .factory();
    }

    /** Looks at the sockets; waits for one, unless there are tasks, by {@link #select}. */
    abstract void look();

    final void run() {
        thread = Thread.currentThread();
        var threads = new TurnThreads(false);
        enter();
        sockets.selectNow(); // answers that the thread before it has not sent leave before a turn,
        boolean mine = runTasks(threads); // and what it left to its helper is run before a wait
        while (mine && sockets.isOpen()) {
            Thread.interrupted(); // or no look would wait
            look();
            mine = runTasks(threads);
        }
        threads.end();
        if (!mine) {
            return;
        }
        over = true;
        if (helper != null) {
            helper.close();
        }
        handOver();
        ended.countDown();
    }

    /** Runs what there is to do; whether the loop is still this thread's after that. */
    private boolean runTasks(TurnThreads threads) {
        long before = turn.getPlain();
        long began = System.nanoTime();
        left = TASKS_AT_ONCE;
        while (left-- > 0) {
            var task = tasks.take();
            if (task == null) {
                break;
            }
            if (!isLeftToHelper(task) && !run(task, threads)) {
                return false;
            }
        }
        for (var task = notBegun(); task != null; task = notBegun()) {
            if (!run(task, threads)) {
                return false;
            }
        }
        long turns = (turn.getPlain() - before) / 2;
        if (turns > 0) {
            length.add(turns, System.nanoTime() - began);
        }
        return true;
    }

    /** A turn that was left to the helper, which has not begun it. */
    private TaskQueue.@Nullable Task notBegun() {
        return helper == null ? null : helper.takeBack();
    }

    private void enter() {
        try {
            sockets.enter();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Runs it; whether the loop is still this thread's after that. */
    private boolean run(TaskQueue.Task task, TurnThreads threads) {
        var lane = task.lane;
        if (lane == null) {
            Defects.guard(task.work());
            return true;
        }
        var work = task.work();
        if (lane.isAway() && runsElsewhere(work, task.isPart, lane)) {
            return true;
        }
        long mine = turn.getPlain() + 1;
        running = lane;
        turn.setRelease(mine);
        Thread.interrupted(); // what one client leaves behind is not for the next one
        long last = task.isPart ? guarded(work, mine) : lane.serve(work, mine, threads);
        boolean goesOn = turn.compareAndSet(last, last + 1);
        if (goesOn) {
            sockets.turnEnded();
        }
        return goesOn;
    }

    private static long guarded(Runnable work, long turn) {
        Defects.guard(work);
        return turn;
    }

    /**
     * Ends a turn of this lane's and begins the next one, if that is another one of this lane's and
     * nothing has to be done before; on the loop's thread.
     *
     * @return the next one, {@code null} if the first one goes on to count
     */
    final @Nullable Runnable next(LoopLane lane, long current) {
        var task = tasks.first();
        if (task == null
                || task.isPart
                || !lane.equals(task.lane)
                || length.isLong(task)
                || left <= 0
                || lane.isAway()
                || sockets.isDue()
                || !turn.compareAndSet(current, current + 1)) {
            return null;
        }
        // Between two turns nobody can take the loop from this thread.
        left--;
        tasks.take();
        var work = task.work();
        turn.setRelease(current + 2);
        return work;
    }

    /** Whether another thread has it now, since it is long and others wait. */
    private boolean isLeftToHelper(TaskQueue.Task task) {
        return helper != null
                && length.isLong(task)
                && task.lane != null
                && !task.lane.isAway()
                && (helper.isAwake() ? !tasks.isEmpty() : length.isWorthWaking(task, tasks))
                && helper.offer(task);
    }

    /** Whether there was a thread for it. */
    private static boolean runsElsewhere(Runnable work, boolean isPart, LoopLane lane) {
        try {
            lane.runElsewhere(work, isPart);
            return true;
        } catch (RuntimeException | Error noThread) {
            Defects.show(noThread);
            return false;
        }
    }

    /** Runs a task on the loop's thread, soon; after the end of the loop, never. */
    final void execute(Runnable task) {
        put(task, null, false);
    }

    /**
     * Runs a turn of one of this lane's clients, soon.
     *
     * @param isPart whether it is a part of a thread that the client has
     */
    final void execute(Runnable work, LoopLane lane, boolean isPart) {
        put(work, lane, isPart);
        if (over) {
            handOver();
        }
    }

    private void put(Runnable task, @Nullable LoopLane lane, boolean isPart) {
        tasks.put(task, lane, isPart, arriving);
        // The loop says that it sleeps, and then looks at the tasks: one of us sees the other.
        if (asleep && !Thread.currentThread().equals(thread)) {
            asleep = false;
            sockets.wakeUp();
        }
    }

    /** After the end of the loop its clients' turns, should any be left, are run elsewhere. */
    private synchronized void handOver() {
        for (var task = tasks.take(); task != null; task = tasks.take()) {
            handOver(task);
        }
        for (var left = notBegun(); left != null; left = notBegun()) {
            handOver(left);
        }
    }

    private static void handOver(TaskQueue.Task task) {
        if (task.lane != null) {
            runsElsewhere(task.work(), task.isPart, task.lane);
        }
    }

    /** So many bytes have arrived for a client, whose turn it will be for that; 0 after that. */
    final void arriving(int bytes) {
        arriving = bytes;
    }

    /** A socket for a transport, which this loop is to watch. */
    final WatchedSocket socket(SocketChannel channel, SocketTransport transport) {
        return sockets.socket(channel, transport);
    }

    /** Serves the sockets that are ready now; whether there were any, or tasks. */
    final boolean selectNow() {
        return sockets.selectNow() || !tasks.isEmpty();
    }

    /** Serves the sockets that are ready; waits for one unless there are tasks. */
    final void select() {
        asleep = tasks.isEmpty();
        if (asleep && tasks.isEmpty()) {
            sockets.select();
        } else {
            sockets.selectNow();
        }
        asleep = false;
    }

    /**
     * The calling thread is about to wait. Should it be the loop's, another one takes the loop, or
     * the helper's part: never so where turns are those of virtual threads, which leave it as they
     * wait.
     */
    final void beforeWait() {
        if (helper != null) {
            helper.beforeWait();
        }
        // In this order: if the thread is still the loop's after that, it is its own turn that was
        // counted, or one that has been taken from it, for which takeOver() comes too late.
        long now = turn.get();
        if (!LoopGuard.isTurn(now) || !Thread.currentThread().equals(thread)) {
            return;
        }
        try {
            start(() -> takeOver(now, null));
        } catch (RuntimeException | Error noThread) {
            Defects.show(noThread); // the next check tries again
        }
    }

    /**
     * Takes the loop from its thread if that has been busy with few turns for long, or waits in one
     * of them. Called by one thread, again and again. If there is no thread to give it to, it stays
     * where it is.
     *
     * @return whether there have been turns since the last check
     */
    final boolean check() {
        long now = turn.get();
        var lane = running;
        boolean waits = isWaiting();
        boolean busy = guard.look(now);
        if (guard.findsHeld(waits) && canMove()) {
            // A thread that does not wait may only have lost its processor to another program.
            boolean leaves = lane != null && (waits || lane.isHeldAgain(System.nanoTime()));
            start(() -> takeOver(now, leaves ? lane : null));
            guard.relieve();
        }
        return busy;
    }

    private boolean canMove() {
        try {
            sockets.prepareToMove();
            return true;
        } catch (IOException noneLeft) {
            return false; // the next check tries again
        }
    }

    private boolean isWaiting() {
        var holder = thread;
        return holder != null
                && switch (holder.getState()) {
                    case WAITING, TIMED_WAITING, BLOCKED -> true;
                    default -> false;
                };
    }

    /**
     * Goes on with the loop, unless that turn has ended in the meantime.
     *
     * @param leaving whose clients are to be served elsewhere for a while
     */
    private void takeOver(long current, @Nullable LoopLane leaving) {
        var former = thread;
        if (turn.compareAndSet(current, current + 1)) {
            Defects.guard(() -> {
                if (leaving != null) {
                    leaving.leave();
                }
                if (former != null) {
                    former.setName("usher-client"); // from here on it is that client's alone
                }
            });
            run();
        }
    }

    /** Ends the loop, once its connections are closed; waits a moment for its thread. */
    @Override
    public void close() throws IOException {
        // Closing is a task, so that it comes after the closing of the last sockets.
        execute(() -> {
            try {
                sockets.close();
            } catch (IOException failed) {
                Defects.show(failed);
            }
        });
        try {
            ended.await(LONGEST_END.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
