package dev.usher.bench.report;

import dev.usher.bench.load.Shape;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All slices of a comparison.
 *
 * @param machine where it was
 * @param slices in the order in which they were measured
 */
public record Results(Machine machine, List<Slice> slices) {
    private static final String YARDSTICK = "netty-";

    /** The shapes that were measured, in the order of {@link Shape#all}. */
    public List<String> shapes() {
        var order = Shape.all().stream().map(Shape::name).toList();
        return slices.stream()
                .map(Slice::shape)
                .distinct()
                .sorted(Comparator.comparingInt(order::indexOf))
                .toList();
    }

    /** The servers that were measured under a shape, the best first. */
    public List<String> rivals(String shape) {
        var metric = ranking(shape);
        var byValue =
                Comparator.comparingDouble((String rival) ->
                        median(shape, rival, metric)
                                .map(Median::value)
                                .orElse(metric.moreIsBetter() ? 0 : Double.MAX_VALUE));
        return slices.stream()
                .filter(slice -> slice.shape().equals(shape))
                .map(Slice::rival)
                .distinct()
                .sorted(metric.moreIsBetter() ? byValue.reversed() : byValue)
                .toList();
    }

    /** What the servers are ranked by: throughput, or memory where there is none. */
    public Metric ranking(String shape) {
        return has(shape, Metric.THROUGHPUT) ? Metric.THROUGHPUT : Metric.RESIDENT;
    }

    /** Whether this was measured under this shape. */
    public boolean has(String shape, Metric metric) {
        return slices.stream()
                .anyMatch(slice ->
                        slice.shape().equals(shape) && slice.figures().containsKey(metric));
    }

    /** The slices that count: those that are not slow, unless all are. */
    public List<Slice> counted(String shape, String rival) {
        var all =
                slices.stream()
                        .filter(slice -> slice.shape().equals(shape))
                        .filter(slice -> slice.rival().equals(rival))
                        .filter(slice -> slice.failure() == null)
                        .toList();
        var good = all.stream().filter(slice -> !slice.slow()).toList();
        return good.isEmpty() ? all : good;
    }

    /** The middle of the slices that count. */
    public Optional<Median> median(String shape, String rival, Metric metric) {
        var values =
                counted(shape, rival).stream()
                        .filter(slice -> slice.figures().containsKey(metric))
                        .map(slice -> slice.figure(metric))
                        .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Median.of(values));
    }

    /** Netty's best under this shape: what the others are compared to. */
    public Optional<String> yardstick(String shape) {
        return rivals(shape).stream()
                .filter(rival -> rival.startsWith(YARDSTICK))
                .filter(rival -> !counted(shape, rival).isEmpty())
                .findFirst();
    }

    /** A server's middle value, divided by the yardstick's. */
    public Optional<Double> ratio(String shape, String rival, Metric metric) {
        return yardstick(shape)
                .flatMap(yardstick -> median(shape, yardstick, metric))
                .flatMap(base ->
                        median(shape, rival, metric).map(own -> own.value() / base.value()));
    }
}
