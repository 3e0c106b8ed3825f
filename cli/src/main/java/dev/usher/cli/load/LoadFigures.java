package dev.usher.cli.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/**
 * What came of it.
 *
 * @param plan what was done
 * @param time for how long it was measured
 * @param answers how many requests were done
 * @param errors how many failed
 * @param busy how often the server had no place
 * @param lost how many requests were without an answer when their connection ended
 * @param unfinished whether something came that was no whole line
 * @param unanswered how many were without an answer at the end
 * @param unsent how many were due at the end, and there was no room to send them
 * @param oldest for how long the oldest of these two had waited
 * @param latencies nanoseconds from the moment at which a request was due until its answer. With a
 *     rate, those without an answer are among them, with the time for which they had waited
 * @param delays nanoseconds by which requests were sent later than they were due, though there was
 *     room for them; empty without a rate
 * @param busiest the part of the time in which the busiest thread had something to do, 0 to 1
 * @param processors who used those of this machine
 * @param failure what ended it early; {@code null} if nothing did
 */
public record LoadFigures(
        LoadPlan plan,
        Duration time,
        long answers,
        long errors,
        long busy,
        long lost,
        boolean unfinished,
        long unanswered,
        long unsent,
        Duration oldest,
        Histogram latencies,
        Histogram delays,
        double busiest,
        Processors processors,
        @Nullable IOException failure) {

    /**
     * Who used the processors of this machine, each a part of all of them, 0 to 1.
     *
     * @param count how many there are
     * @param own how much this program had
     * @param all how much was used
     * @param serverIsHere whether the server is on this machine too
     */
    public record Processors(int count, double own, double all, boolean serverIsHere) {}

    /** Answers in a second. */
    public double perSecond() {
        return answers / seconds();
    }

    /** For how long it was measured. */
    public double seconds() {
        return time.toNanos() / 1e9;
    }
}
