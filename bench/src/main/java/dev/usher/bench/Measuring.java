package dev.usher.bench;

import dev.usher.bench.load.Clients;
import dev.usher.bench.load.Load;
import dev.usher.bench.load.Measurement;
import dev.usher.bench.load.Shape;
import dev.usher.bench.report.Metric;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Measures one server once. */
final class Measuring {
    private static final Duration RAMP = Duration.ofMillis(300);
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double BUSY = 0.95;

    /**
     * What one slice gave.
     *
     * @param figures what was measured
     * @param clientsBusy the part of the time in which the clients' busiest thread had a processor
     * @param serverBusy processors that the server used
     * @param clientsWereTheLimit whether the clients had no time left while the server had
     */
    record Taken(
            Map<Metric, Double> figures,
            double clientsBusy,
            double serverBusy,
            boolean clientsWereTheLimit) {}

    private final Servers servers;
    private final int clientThreads;

    Measuring(Servers servers, int clientThreads) {
        this.servers = servers;
        this.clientThreads = clientThreads;
    }

    /** Measures for so long; memory, if that is what the shape is about. */
    Taken measure(Cell cell, int round, Duration time) throws IOException, InterruptedException {
        return cell.shape().kind() == Shape.Kind.IDLE ? memory(cell) : load(cell, round, time);
    }

    private Taken load(Cell cell, int round, Duration time)
            throws IOException, InterruptedException {
        var server = servers.warm(cell, round);
        try (var load = new Load(cell.shape(), server.port(), clientThreads)) {
            Thread.sleep(RAMP);
            double before = server.processorSeconds();
            long began = System.nanoTime();
            var measured = load.measure(time);
            double used = server.processorSeconds() - before;
            double took = (System.nanoTime() - began) / 1e9;
            return taken(cell, measured, used, took);
        }
    }

    private Taken taken(Cell cell, Measurement measured, double used, double took)
            throws IOException {
        double lines = measured.perSecond() * took;
        if (lines == 0) {
            throw new IOException("nothing was answered");
        }
        var figures = new EnumMap<Metric, Double>(Metric.class);
        figures.put(Metric.THROUGHPUT, measured.perSecond());
        figures.put(Metric.CPU, used * 1e6 / lines);
        figures.put(Metric.P50, percentile(measured, 50));
        figures.put(Metric.P99, percentile(measured, 99));
        figures.put(Metric.P999, percentile(measured, 99.9));
        double serverBusy = used / took;
        int usable =
                Math.min(
                        cell.rival().processors(),
                        Math.max(1, Runtime.getRuntime().availableProcessors() - clientThreads));
        boolean limit = measured.busy() > BUSY && serverBusy < BUSY * usable;
        return new Taken(figures, measured.busy(), serverBusy, limit);
    }

    private static double percentile(Measurement measured, double percent) {
        return measured.latencies().getValueAtPercentile(percent) / NANOS_PER_MICRO;
    }

    /** A server that has had no clients yet, before and after they have come. */
    private Taken memory(Cell cell) throws IOException, InterruptedException {
        var shape = cell.shape();
        try (var server = servers.fresh(cell)) {
            var few =
                    new Shape(shape.name(), shape.kind(), 200, 1, shape.lineBytes(), shape.delay());
            try (var _ = new Clients(few, server.port(), true)) {
                Thread.sleep(SETTLING);
            }
            Thread.sleep(SETTLING);
            var heapBefore = server.heap();
            long residentBefore = server.resident();
            try (var _ = new Clients(shape, server.port(), true)) {
                Thread.sleep(SETTLING);
                var heap = server.heap();
                long resident = server.resident();
                var figures = new EnumMap<Metric, Double>(Metric.class);
                double count = shape.connections();
                figures.put(Metric.RESIDENT, (resident - residentBefore) / count);
                if (heap.isPresent() && heapBefore.isPresent()) {
                    figures.put(Metric.HEAP, (heap.getAsLong() - heapBefore.getAsLong()) / count);
                }
                return new Taken(figures, 0, 0, false);
            }
        }
    }
}
