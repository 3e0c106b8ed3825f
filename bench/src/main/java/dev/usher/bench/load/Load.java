package dev.usher.bench.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts a server under the load of one shape: connects, runs up, measures, closes. */
public final class Load implements AutoCloseable {
    private final Shape shape;
    private final Clients clients;
    private final @Nullable SlowReader slowReader;
    private final List<LoadThread> threads = new ArrayList<>();

    /**
     * Connects the clients and starts them.
     *
     * @param threadCount how many threads drive the clients
     */
    public Load(Shape shape, int port, int threadCount) throws IOException {
        this.shape = shape;
        clients = new Clients(shape, port, false);
        slowReader = shape.kind() == Shape.Kind.SLOW_READER ? new SlowReader(port) : null;
        int some = Math.min(threadCount, shape.connections());
        for (int i = 0; i < some; i++) {
            var reconnect = shape.kind() == Shape.Kind.RECONNECT;
            threads.add(new LoadThread(clients.every(some, i), reconnect));
        }
        threads.forEach(LoadThread::start);
    }

    /**
     * Measures for so long.
     *
     * @throws WrongAnswer if a server does not echo what it was sent
     */
    public Measurement measure(Duration time) throws IOException, InterruptedException {
        threads.forEach(LoadThread::measure);
        Thread.sleep(time);
        stop();
        if (slowReader != null) {
            slowReader.check();
        }
        double perSecond = 0;
        double busy = 0;
        var latencies = new Histogram(threads.getFirst().latencies());
        latencies.reset();
        for (var thread : threads) {
            thread.check();
            perSecond += thread.batchesPerSecond() * shape.depth();
            busy = Math.max(busy, thread.busy());
            latencies.add(thread.latencies());
        }
        return new Measurement(perSecond, latencies, busy);
    }

    private void stop() throws InterruptedException {
        threads.forEach(LoadThread::stop);
        for (var thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            if (slowReader != null) {
                slowReader.close();
            }
            clients.close();
        }
    }
}
