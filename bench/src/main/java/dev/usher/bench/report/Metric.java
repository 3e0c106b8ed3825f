package dev.usher.bench.report;

import java.util.Locale;

/** Something that is measured. */
public enum Metric {
    /** Lines answered per second; connections, for a shape that reconnects. */
    THROUGHPUT("per second", true),
    /** Processor time of the server for one line, in microseconds. */
    CPU("CPU µs", false),
    /** Latency of a batch, in microseconds: half of them are faster. */
    P50("p50 µs", false),
    /** As above: 99 of 100 are faster. */
    P99("p99 µs", false),
    /** As above: 999 of 1,000 are faster. */
    P999("p99.9 µs", false),
    /** Heap of one idle client, in bytes; what a JVM alone can tell. */
    HEAP("heap B", false),
    /** Resident memory of the server's process for one idle client, in bytes. */
    RESIDENT("resident B", false);

    private final String title;
    private final boolean moreIsBetter;

    Metric(String title, boolean moreIsBetter) {
        this.title = title;
        this.moreIsBetter = moreIsBetter;
    }

    /** The head of its column. */
    public String title() {
        return title;
    }

    /** Whether a greater number is the better one. */
    public boolean moreIsBetter() {
        return moreIsBetter;
    }

    /** A number as people read it, of about three digits. */
    public static String format(double number) {
        if (number >= 999_500) {
            return scaled(number / 1e6) + " M";
        }
        return number >= 9_995 ? scaled(number / 1e3) + " k" : scaled(number);
    }

    private static String scaled(double number) {
        int decimals = number >= 99.95 ? 0 : number >= 9.995 ? 1 : number >= 0.9995 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }
}
