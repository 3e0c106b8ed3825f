package dev.usher.bench;

import dev.usher.bench.load.Shape;
import dev.usher.bench.report.Metric;
import dev.usher.bench.report.Slice;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Measures all servers under all shapes, in turns: rounds of slices in random order, so that a slow
 * hour of the machine hits everybody. A slice before or after which the machine was slow is taken
 * again.
 */
final class Comparison {
    private final Plan plan;
    private final PrintStream progress;
    private final List<Slice> slices = new ArrayList<>();
    private final Set<Cell> broken = new HashSet<>();

    Comparison(Plan plan, PrintStream progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** All slices, the dropped ones included. */
    List<Slice> run() throws IOException, InterruptedException {
        var cells = new ArrayList<Cell>();
        for (var shape : plan.shapes()) {
            for (var rival : plan.rivals()) {
                if (rival.takesPartIn(shape)) {
                    cells.add(new Cell(rival, shape));
                }
            }
        }
        progress.printf(
                "%d servers and shapes, %d slices of %.1f s each; seed %d%n",
                cells.size(), plan.slices(), plan.seconds().toMillis() / 1e3, plan.seed());
        var random = new Random(plan.seed());
        try (var servers = new Servers(plan.work(), plan.processes());
                var probe = new SpeedProbe()) {
            var measuring = new Measuring(servers, plan.clientThreads());
            for (int process = 0; process < plan.processes(); process++) {
                for (var cell : cells) {
                    warmUp(measuring, cell, process);
                }
            }
            for (int round = 1; round <= plan.slices(); round++) {
                Collections.shuffle(cells, random);
                for (var cell : cells) {
                    if (!broken.contains(cell)) {
                        measure(measuring, probe, cell, round);
                    }
                }
            }
        }
        return slices;
    }

    private void warmUp(Measuring measuring, Cell cell, int process) throws InterruptedException {
        if (cell.shape().kind() == Shape.Kind.IDLE || broken.contains(cell)) {
            return;
        }
        progress.printf("warming %s%n", cell);
        try {
            measuring.measure(cell, process, plan.warmUp());
        } catch (IOException failed) {
            fail(cell, 0, failed);
        }
    }

    private void measure(Measuring measuring, SpeedProbe probe, Cell cell, int round)
            throws InterruptedException {
        boolean slow = true;
        for (int tries = 0; slow && tries < plan.tries(); tries++) {
            try {
                slow = measureOnce(measuring, probe, cell, round);
            } catch (IOException failed) {
                fail(cell, round, failed);
                return;
            }
        }
    }

    /** Whether the machine was too slow. */
    private boolean measureOnce(Measuring measuring, SpeedProbe probe, Cell cell, int round)
            throws IOException, InterruptedException {
        double before = probe.slowness();
        var taken = measuring.measure(cell, round, plan.seconds());
        double slowness = Math.max(before, probe.slowness());
        // Memory does not depend on the machine's speed.
        boolean slow = slowness > plan.tolerance() && cell.shape().kind() != Shape.Kind.IDLE;
        var slice =
                new Slice(
                        cell.shape().name(),
                        cell.rival().name(),
                        round,
                        taken.figures(),
                        taken.clientsBusy(),
                        taken.serverBusy(),
                        taken.clientsWereTheLimit(),
                        slowness,
                        slow,
                        null);
        slices.add(slice);
        report(cell, slice);
        return slow;
    }

    private void report(Cell cell, Slice slice) {
        var line = new StringBuilder();
        slice.figures()
                .forEach((metric, value) ->
                        line.append("  %s %s".formatted(metric.title(), Metric.format(value))));
        if (slice.clientsWereTheLimit()) {
            line.append("  (the clients were the limit)");
        }
        if (slice.slow()) {
            line.append(
                    "  (slow: machine %.2f times as slow as at its best)".formatted(slice.probe()));
        }
        progress.printf("%d/%d %s%s%n", slice.round(), plan.slices(), cell, line);
    }

    private void fail(Cell cell, int round, IOException failed) {
        broken.add(cell);
        var reason = String.valueOf(failed.getMessage());
        slices.add(Slice.failed(cell.shape().name(), cell.rival().name(), round, reason));
        progress.printf("%s FAILED: %s%n", cell, reason);
    }

    /** How long it will take at least. */
    static Duration estimate(Plan plan) {
        long cells =
                plan.shapes().stream()
                        .mapToLong(shape ->
                                plan.rivals().stream()
                                        .filter(rival -> rival.takesPartIn(shape))
                                        .count())
                        .sum();
        var slices = plan.seconds().plusMillis(700).multipliedBy(plan.slices());
        var each = slices.plus(plan.warmUp().multipliedBy(plan.processes()));
        return each.multipliedBy(cells);
    }
}
