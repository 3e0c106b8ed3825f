package dev.usher.bench.report;

import java.util.List;

/**
 * The middle of some values, and how far they spread.
 *
 * @param value the middle one, or the mean of the two in the middle
 * @param least the smallest
 * @param most the greatest
 */
public record Median(double value, double least, double most) {

    /**
     * Of these.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Median of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        var sorted = values.stream().sorted().toList();
        int upper = sorted.size() / 2;
        int lower = (sorted.size() - 1) / 2;
        return new Median(
                (sorted.get(lower) + sorted.get(upper)) / 2, sorted.getFirst(), sorted.getLast());
    }
}
