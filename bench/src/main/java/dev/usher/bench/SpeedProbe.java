package dev.usher.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How fast the machine is at the moment: a fixed piece of work, half system calls and half
 * arithmetic, done on all processors at once. Machines that others use as well have slow phases,
 * and those hit system calls harder than arithmetic.
 */
final class SpeedProbe implements AutoCloseable {
    private static final int EXCHANGES = 4_000;
    private static final int STEPS = 4_000_000;
    private static final int TRIES = 3;
    private static final int FIRST_TRIES = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private long best = Long.MAX_VALUE;
    private long sink;

    /** Finds out how fast the machine can be. */
    SpeedProbe() throws InterruptedException {
        for (int i = 0; i < FIRST_TRIES; i++) {
            best = Math.min(best, once());
        }
    }

    /** How many times as long as at its best the machine takes now; 1 is best. */
    double slowness() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            least = Math.min(least, once());
        }
        best = Math.min(best, least);
        return (double) least / best;
    }

    private long once() throws InterruptedException {
        List<Callable<Long>> work = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            work.add(this::work);
        }
        long began = System.nanoTime();
        try {
            for (var done : threads.invokeAll(work)) {
                sink += done.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
        return System.nanoTime() - began;
    }

    private long work() throws IOException {
        return exchange() + compute();
    }

    private static long exchange() throws IOException {
        var pipe = Pipe.open();
        try (var sink = pipe.sink();
                var source = pipe.source()) {
            var bytes = ByteBuffer.allocateDirect(1);
            for (int i = 0; i < EXCHANGES; i++) {
                sink.write(bytes.clear());
                source.read(bytes.clear());
            }
            return bytes.get(0);
        }
    }

    private long compute() {
        long number = sink;
        for (int i = 0; i < STEPS; i++) {
            number = number * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        return number;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
