package dev.usher.bench.telemetry;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A device that reports. */
final class Reporter {
    private static final int DIFFERENT = 16;

    private final Line line;
    private final String name;
    private final int batch;
    private final boolean ownTimes;
    private final Random random = new Random(42);
    private final String[] prepared = new String[DIFFERENT];
    private int sent;

    Reporter(Line line, String name, int batch, boolean ownTimes) {
        this.line = line;
        this.name = name;
        this.batch = batch;
        this.ownTimes = ownTimes;
        for (int i = 0; i < DIFFERENT; i++) {
            prepared[i] = report();
        }
    }

    /** Reports until the end; so often in a second, or as often as it can for 0. */
    Object run(double rate, Stopwatch end, Histogram reports)
            throws IOException, InterruptedException {
        long pause = rate > 0 ? (long) (TimeUnit.SECONDS.toNanos(1) / rate) : 0;
        long next = System.nanoTime() + (pause > 0 ? random.nextLong(pause) : 0);
        while (end.runs()) {
            if (pause > 0) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                next += pause;
            }
            var report = ownTimes ? report() : prepared[sent++ % DIFFERENT];
            long began = System.nanoTime();
            line.ask(report);
            end.count(began, reports);
        }
        return line;
    }

    private String report() {
        var report = new StringBuilder(80 * batch).append("report ").append(name).append(" [");
        var now = Instant.now();
        for (int i = 0; i < batch; i++) {
            report.append(i > 0 ? "," : "").append('{');
            if (ownTimes) {
                report.append("\"at\":\"").append(now.plusNanos(i * 1_000L)).append("\",");
            }
            report.append("\"temperature\":").append(random.nextInt(1_000, 4_000) / 100.0);
            report.append(",\"humidity\":").append(random.nextInt(100)).append('}');
        }
        return report.append(']').toString();
    }
}
