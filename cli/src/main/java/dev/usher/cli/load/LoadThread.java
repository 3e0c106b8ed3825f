package dev.usher.cli.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that drives some of the connections, and measures while it is told to. */
final class LoadThread {
    private static final int BUFFER = 64 * 1024;

    /** So many may be connecting at a time, for a server's backlog is short. */
    private static final int CONNECTING = 100;

    private static final long LOOK = Duration.ofMillis(10).toNanos();

    /** The selector sleeps to the millisecond; to be in time, one has to be awake before. */
    private static final long PRECISION = Duration.ofMillis(2).toNanos();

    private enum Phase {
        RAMP,
        MEASURE,
        STOP
    }

    private final Tally tally = new Tally();
    private final Trial trial;
    private final @Nullable Schedule schedule;
    private final List<LoadClient> clients = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private final CountDownLatch connected = new CountDownLatch(1);
    private final Runnable failing;
    private final Thread thread;
    private volatile Phase phase = Phase.RAMP;
    private boolean measuring;

    /** Whether the trial is over and all know it. */
    private boolean begun;

    private long nextLook = System.nanoTime();

    /** The next request of the schedule, counted from 0. */
    private long next;

    private volatile @Nullable IOException failure;

    /**
     * Makes one.
     *
     * @param number which one it is
     * @param trial what each connection begins with
     * @param failing runs when it ends early
     */
    LoadThread(LoadPlan plan, int number, Trial trial, Runnable failing) {
        this.trial = trial;
        this.failing = failing;
        int count = (plan.connections() - number - 1) / plan.threads() + 1;
        schedule = Schedule.of(plan, count, number);
        var request = (plan.request() + "\n").getBytes(UTF_8);
        int copies = Math.clamp(BUFFER / request.length, 1, plan.depth());
        var batch = ByteBuffer.allocateDirect(copies * request.length);
        while (batch.hasRemaining()) {
            batch.put(request);
        }
        for (int i = 0; i < count; i++) {
            var requests = new LoadClient.Requests(batch, request.length);
            clients.add(new LoadClient(plan, schedule, i, requests, trial, tally));
        }
        thread = Thread.ofPlatform().name("usher-bench-" + number).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Waits at most so long until all its clients have been connected, or it has failed. */
    boolean awaitConnections(Duration longest) throws InterruptedException {
        return connected.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    void measure() {
        phase = Phase.MEASURE;
    }

    void stop() {
        phase = Phase.STOP;
    }

    /** Waits for the end, after which its tally may be read. */
    Tally join() throws InterruptedException {
        thread.join();
        return tally;
    }

    /** What ended it early; {@code null} if nothing did. */
    @Nullable IOException failure() {
        return failure;
    }

    private void run() {
        try (var selector = Selector.open()) {
            drive(selector);
        } catch (IOException failed) {
            failure = failed;
            failing.run();
        } finally {
            connected.countDown();
            end();
        }
    }

    private void drive(Selector selector) throws IOException {
        while (phase != Phase.STOP) {
            if (!measuring && phase == Phase.MEASURE) {
                measuring = true;
                tally.reset();
                clients.forEach(LoadClient::measure);
            }
            long now = System.nanoTime();
            if (now - nextLook >= 0) {
                look(selector, now);
                nextLook = now + LOOK;
            }
            long begun = turns(now);
            await(selector, begun);
            tally.idle += System.nanoTime() - begun;
            for (var key : selector.selectedKeys()) {
                if (key.isValid()) {
                    ((LoadClient) key.attachment()).ready(buffer);
                }
            }
            selector.selectedKeys().clear();
        }
    }

    /** Connects those that are to be connected. */
    private void look(Selector selector, long now) throws IOException {
        int missing = 0;
        int connecting = 0;
        for (var client : clients) {
            if (!client.isConnected()) {
                missing += client.wasConnected() ? 0 : 1;
                client.check(now);
                if (connecting < CONNECTING && client.wantsToConnect(now)) {
                    client.connect(selector);
                    connecting++;
                }
            }
        }
        if (missing == 0) {
            connected.countDown();
            begin(now);
        }
    }

    /** When the trial is over, the load begins. */
    private void begin(long now) throws IOException {
        trial.look(now);
        if (begun || !trial.isOver()) {
            return;
        }
        begun = true;
        if (schedule != null) {
            schedule.begin();
        } else {
            for (var client : clients) {
                client.begin(now);
            }
        }
    }

    /** Has those send whose turn it is; returns the time when that is done. */
    private long turns(long now) throws IOException {
        if (schedule == null) {
            return now;
        }
        while (schedule.isDue(next, now)) {
            clients.get((int) (next % clients.size())).turn(next, now);
            next++;
        }
        return System.nanoTime();
    }

    /** Waits until a client has something to do, or the next request is due. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it: a server here is let through
    private void await(Selector selector, long begun) throws IOException {
        long until = begun + LOOK;
        if (schedule == null) {
            selector.select(Duration.ofNanos(LOOK).toMillis());
            return;
        }
        if (schedule.isDue(next, until)) {
            until = schedule.due(next);
        }
        while (selector.selectNow() == 0) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return;
            }
            if (left > PRECISION) {
                selector.select(Duration.ofNanos(left - PRECISION).toMillis() + 1);
                return;
            }
            Thread.yield();
        }
    }

    private void end() {
        long now = System.nanoTime();
        if (!measuring) {
            tally.reset();
        }
        for (var client : clients) {
            client.count(now);
            try {
                client.close();
            } catch (IOException gone) {
                // It was to go.
            }
        }
    }
}
