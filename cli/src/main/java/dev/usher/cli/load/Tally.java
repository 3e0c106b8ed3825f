package dev.usher.cli.load;

import org.HdrHistogram.Histogram;

import java.util.concurrent.TimeUnit;

/** What one thread, or all of them, have counted. Used by one thread at a time. */
final class Tally {
    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    /** From the moment at which a request was due until its answer, in nanoseconds. */
    final Histogram latencies = new Histogram(LONGEST, DIGITS);

    /** How much later than it was due a request was sent, though there was room for it. */
    final Histogram delays = new Histogram(LONGEST, DIGITS);

    long good;
    long errors;
    long busy;
    long lost;

    /** Whether something came that was no whole line. */
    boolean unfinished;

    /** Requests without an answer at the end, and those that were due and not even sent. */
    long unanswered;

    long unsent;

    /** For how long the oldest of those had waited. */
    long oldest;

    /** Of the time, how much a thread had nothing to do; the least of all of them. */
    long idle;

    void reset() {
        latencies.reset();
        delays.reset();
        good = 0;
        errors = 0;
        busy = 0;
        lost = 0;
        unfinished = false;
        idle = 0;
    }

    /** Takes the time of a request that has an answer, or would have had one by now. */
    void latency(long nanos) {
        latencies.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    void delay(long nanos) {
        delays.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    /** Adds what another has counted. */
    void add(Tally other) {
        latencies.add(other.latencies);
        delays.add(other.delays);
        good += other.good;
        errors += other.errors;
        busy += other.busy;
        lost += other.lost;
        unfinished |= other.unfinished;
        unanswered += other.unanswered;
        unsent += other.unsent;
        oldest = Math.max(oldest, other.oldest);
        idle = Math.min(idle, other.idle);
    }
}
