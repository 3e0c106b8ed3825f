package dev.usher.bench.report;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;

/**
 * One measurement of one server under one shape, a few seconds long.
 *
 * @param shape its name
 * @param rival the server's name
 * @param round which repetition, from 1
 * @param figures what was measured; empty if it failed
 * @param clientsBusy the part of the time in which the clients' busiest thread had a processor
 * @param serverBusy processors that the server used, on average
 * @param clientsWereTheLimit whether the clients had no time left while the server had
 * @param probe how much slower the machine was than at its best, just before or after; 1 is best
 * @param slow whether that is too slow to count
 * @param failure what went wrong; {@code null} if nothing did
 */
public record Slice(
        String shape,
        String rival,
        int round,
        Map<Metric, Double> figures,
        double clientsBusy,
        double serverBusy,
        boolean clientsWereTheLimit,
        double probe,
        boolean slow,
        @Nullable String failure) {

    /** What was measured of this; it must have been. */
    public double figure(Metric metric) {
        return Objects.requireNonNull(figures.get(metric));
    }

    /** A slice that came to nothing. */
    public static Slice failed(String shape, String rival, int round, String failure) {
        return new Slice(shape, rival, round, Map.of(), 0, 0, false, 1, false, failure);
    }
}
