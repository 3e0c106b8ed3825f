package dev.usher.bench.telemetry;

import org.HdrHistogram.Histogram;

import java.util.concurrent.TimeUnit;

/** When to measure, and when to stop. */
final class Stopwatch {
    private final long begin;
    private final long end;

    /** Measures so many seconds after so many others. */
    Stopwatch(int warmUp, int seconds) {
        begin = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUp);
        end = begin + TimeUnit.SECONDS.toNanos(seconds);
    }

    boolean runs() {
        return System.nanoTime() - end < 0;
    }

    /** Counts what began then and has ended now, if that is to be measured. */
    void count(long began, Histogram histogram) {
        long now = System.nanoTime();
        if (now - begin >= 0 && now - end < 0) {
            histogram.recordValue(Math.min(now - began, histogram.getHighestTrackableValue()));
        }
    }
}
