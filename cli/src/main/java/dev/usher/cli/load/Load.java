package dev.usher.cli.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server under load: connects, warms up, measures, and ends early when it is told to. */
public final class Load {
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final LoadPlan plan;
    private final CountDownLatch enough = new CountDownLatch(1);
    private final List<LoadThread> threads = new ArrayList<>();

    /** Makes one; nothing happens yet. */
    public Load(LoadPlan plan) {
        this.plan = plan;
        for (int i = 0; i < plan.threads(); i++) {
            threads.add(new LoadThread(plan, i, this::stop));
        }
    }

    /** Ends it, with the figures that there are by then. May be called by any thread. */
    public void stop() {
        enough.countDown();
    }

    /**
     * Does it all.
     *
     * @throws IOException in a few words, if nothing could be measured
     */
    public LoadFigures run() throws IOException, InterruptedException {
        try {
            return measure();
        } finally {
            threads.forEach(LoadThread::stop);
        }
    }

    private LoadFigures measure() throws IOException, InterruptedException {
        threads.forEach(LoadThread::start);
        for (var thread : threads) {
            while (!thread.awaitConnections(MOMENT) && enough.getCount() > 0) {}
        }
        await(plan.warmUp());
        var failed = failure();
        if (failed != null) {
            throw failed;
        }
        if (enough.getCount() == 0) {
            throw new IOException("ended before anything was measured");
        }
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

    private LoadFigures figures(Tally tally, Duration time, LoadFigures.Processors processors) {
        return new LoadFigures(
                plan,
                time,
                tally.good,
                tally.errors,
                tally.busy,
                tally.lost,
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
