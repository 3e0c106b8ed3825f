package dev.usher.bench.telemetry;

import dev.usher.bench.Programs;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Loads a telemetry server that runs on this machine: {@code bench/telemetry}. Each connection is a
 * device that sends a report, waits for its {@code OK} and sends the next one; or one each second,
 * with {@code --rate}. Beside them an operator may send commands to one more device.
 */
@Command(
        name = "bench/telemetry",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Loads a telemetry server on this machine, and measures it.")
public final class Telemetry implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "12007", description = "The server's port (12007).")
    private int port;

    @Option(names = "--devices", defaultValue = "50", description = "Devices that report (50).")
    private int devices;

    @Option(names = "--batch", defaultValue = "100", description = "Readings in a report (100).")
    private int batch;

    @Option(names = "--rate", description = "Reports of a device in a second (as many as it can).")
    private double rate;

    @Option(names = "--own-times", description = "Devices give the time of each reading.")
    private boolean ownTimes;

    @Option(names = "--commands", description = "An operator sends commands to another device.")
    private boolean commands;

    @Option(names = "--stalled", description = "Watchers of all devices that do not read (0).")
    private int stalled;

    @Option(names = "--seconds", defaultValue = "20", description = "How long to measure (20).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "10", description = "Seconds before that (10).")
    private int warmUp;

    private final Histogram reports = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);
    private final Histogram roundTrips = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);

    /** Runs the command. */
    public static void main(String... arguments) {
        System.exit(Programs.run(new Telemetry(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        var end = new Stopwatch(warmUp, seconds);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lines = new ArrayList<Line>();
            try {
                var running = new ArrayList<Future<?>>();
                for (int i = 0; i < stalled; i++) {
                    lines.add(connect());
                    lines.getLast().ask("watch *");
                }
                for (int i = 0; i < devices; i++) {
                    lines.add(connect());
                    var device = new Reporter(lines.getLast(), "device-" + i, batch, ownTimes);
                    running.add(threads.submit(() -> device.run(rate, end, reports)));
                }
                if (commands) {
                    commandFrom(lines, threads::submit, running, end);
                }
                for (var each : running) {
                    each.get();
                }
            } finally {
                for (var line : lines) {
                    line.close();
                }
            }
        }
        print(System.out);
        return 0;
    }

    /** Starts something on a thread of its own. */
    private interface Starter {
        Future<?> start(Callable<Object> task);
    }

    private void commandFrom(
            List<Line> lines, Starter starter, List<Future<?>> running, Stopwatch end)
            throws IOException {
        var device = connect();
        lines.add(device);
        device.ask("attach bench-target");
        starter.start(() -> {
            device.acknowledge();
            return device;
        });
        var operator = connect();
        lines.add(operator);
        running.add(
                starter.start(() -> {
                    operator.command("bench-target", end, roundTrips);
                    return operator;
                }));
    }

    private Line connect() throws IOException {
        return new Line(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%,d readings/s in %,d reports/s of %d from %d devices; OK after %s%n",
                reports.getTotalCount() * batch / seconds,
                reports.getTotalCount() / seconds,
                batch,
                devices,
                times(reports));
        if (commands) {
            out.printf(
                    Locale.ROOT,
                    "%,d commands; ack after %s%n",
                    roundTrips.getTotalCount(),
                    times(roundTrips));
        }
    }

    private static String times(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, at most %.1f ms",
                histogram.getValueAtPercentile(50) / 1e6,
                histogram.getValueAtPercentile(99) / 1e6,
                histogram.getMaxValue() / 1e6);
    }
}
