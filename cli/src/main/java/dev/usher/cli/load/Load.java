package dev.usher.cli.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server under load: connects, warms up, measures, and ends early when it is told to. Belongs to
 * one thread, but for {@link #stop}.
 */
public final class Load implements AutoCloseable {
    private static final Duration MOMENT = Duration.ofMillis(20);

    /** How long there may be no other line after an answer, for it to be the whole of it. */
    private static final Duration QUIET = Duration.ofMillis(50);

    /** How long to wait for that; a slower server is believed. */
    private static final Duration LONGEST_TRIAL = Duration.ofMillis(500);

    private final LoadPlan plan;
    private final Trial trial = new Trial(QUIET);
    private final CountDownLatch enough = new CountDownLatch(1);
    private final List<LoadThread> threads = new ArrayList<>();

    /** Makes one; nothing happens yet. */
    public Load(LoadPlan plan) {
        this.plan = plan;
        for (int i = 0; i < plan.threads(); i++) {
            threads.add(new LoadThread(plan, i, trial, this::stop));
        }
    }

    /** Ends it, with the figures that there are by then. May be called by any thread. */
    public void stop() {
        enough.countDown();
    }

    /**
     * Connects, and does for a while what is to be measured.
     *
     * @return false if it cannot be measured, because the server has several lines to say to the
     *     request
     * @throws IOException in a few words, if the server cannot be connected to
     */
    public boolean warmUp() throws IOException, InterruptedException {
        threads.forEach(LoadThread::start);
        for (var thread : threads) {
            while (!thread.awaitConnections(MOMENT) && enough.getCount() > 0) {}
        }
        trial.await(LONGEST_TRIAL);
        if (trial.hasSeveralLines()) {
            return false;
        }
        await(plan.warmUp());
        var failed = failure();
        if (failed != null) {
            throw failed;
        }
        return true;
    }

    /** Measures, after {@link #warmUp}. */
    public LoadFigures measure() throws InterruptedException {
        var check = new SelfCheck();
        long begun = System.nanoTime();
        threads.forEach(LoadThread::measure);
        await(plan.duration());
        threads.forEach(LoadThread::stop);
        var time = Duration.ofNanos(System.nanoTime() - begun);
        var processors = check.end(plan.server().getAddress());
        var tally = threads.getFirst().join();
        for (var thread : threads.subList(1, threads.size())) {
            tally.add(thread.join());
        }
        return figures(tally, time, processors);
    }

    /** Waits so long, if it is not over before that. */
    private void await(Duration time) throws InterruptedException {
        var _ = enough.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private @Nullable IOException failure() {
        for (var thread : threads) {
            if (thread.failure() != null) {
                return thread.failure();
            }
        }
        return null;
    }

    /** Ends it. */
    @Override
    public void close() {
        threads.forEach(LoadThread::stop);
    }

    private LoadFigures figures(Tally tally, Duration time, LoadFigures.Processors processors) {
        return new LoadFigures(
                plan,
                time,
                tally.good,
                tally.errors,
                tally.busy,
                tally.lost,
                tally.unfinished,
                tally.unanswered,
                tally.unsent,
                Duration.ofNanos(tally.oldest),
                tally.latencies,
                tally.delays,
                Math.clamp(1 - (double) tally.idle / time.toNanos(), 0, 1),
                processors,
                failure());
    }
}
