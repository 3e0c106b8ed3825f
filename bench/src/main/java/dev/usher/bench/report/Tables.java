package dev.usher.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results as Markdown tables, aligned so that they can be read on a terminal as well. */
public final class Tables {
    private static final String LIMITED = " †";
    private static final String ONLY_SLOW = " ‡";

    private final Results results;

    /** Of these results. */
    public Tables(Results results) {
        this.results = results;
    }

    /**
     * All of them.
     *
     * @param describe says what a shape is
     */
    public String all(UnaryOperator<String> describe) {
        var text = new StringBuilder();
        text.append("Measured ").append(results.machine()).append(".\n");
        results.machine()
                .versions()
                .forEach((name, version) ->
                        text.append("- ").append(name).append(": ").append(version).append('\n'));
        for (var shape : results.shapes()) {
            text.append("\n### ").append(shape).append("\n\n");
            text.append(describe.apply(shape)).append(".\n\n").append(table(shape));
        }
        return text.append('\n').append(notes()).toString();
    }

    /** The table of one shape. */
    public String table(String shape) {
        var metrics =
                Stream.of(Metric.values()).filter(metric -> results.has(shape, metric)).toList();
        var rows = new ArrayList<List<String>>();
        rows.add(Stream.concat(Stream.of("server"), metrics.stream().map(Metric::title)).toList());
        for (var rival : results.rivals(shape)) {
            var row = new ArrayList<String>();
            row.add(rival + marks(shape, rival));
            metrics.forEach(metric -> row.add(cell(shape, rival, metric)));
            rows.add(row);
        }
        return layOut(rows);
    }

    private String cell(String shape, String rival, Metric metric) {
        return results.median(shape, rival, metric)
                .map(median -> Metric.format(median.value()) + ratio(shape, rival, metric))
                .orElse(results.counted(shape, rival).isEmpty() ? "failed" : "");
    }

    private String ratio(String shape, String rival, Metric metric) {
        return results.ratio(shape, rival, metric)
                .map(ratio -> String.format(Locale.ROOT, " (%.2f)", ratio))
                .orElse("");
    }

    private String marks(String shape, String rival) {
        var slices = results.counted(shape, rival);
        long limited = slices.stream().filter(Slice::clientsWereTheLimit).count();
        boolean onlySlow = slices.stream().anyMatch(Slice::slow);
        return (2 * limited > slices.size() ? LIMITED : "") + (onlySlow ? ONLY_SLOW : "");
    }

    /** How to read the tables, and what was left out of them. */
    private String notes() {
        long slow = results.slices().stream().filter(Slice::slow).count();
        var failures =
                results.slices().stream()
                        .filter(slice -> slice.failure() != null)
                        .map(slice -> slice.rival() + ", " + slice.shape() + ": " + slice.failure())
                        .distinct()
                        .map(line -> "- failed: " + line + "\n")
                        .collect(Collectors.joining());
        return """
        In brackets: the ratio to Netty's best under that shape, by median throughput. All numbers \
        are medians of slices. Latencies are those of whole batches. † The clients were the limit: \
        they had no time left while the server had. ‡ The machine was slow at every \
        try, so slow slices had to count: measure again.

        %d slices; during %d of them the machine was slow, just before or after.
        %s\
        """
                .formatted(results.slices().size(), slow, failures);
    }

    private static String layOut(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        for (var row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (int line = 0; line < rows.size(); line++) {
            text.append('|');
            for (int i = 0; i < columns; i++) {
                var cell = rows.get(line).get(i);
                var pad = " ".repeat(widths[i] - cell.length());
                text.append(' ').append(i == 0 ? cell + pad : pad + cell).append(" |");
            }
            text.append('\n');
            if (line == 0) {
                text.append('|');
                for (int i = 0; i < columns; i++) {
                    text.append(i == 0 ? " :" : " -").append("-".repeat(widths[i] - 2));
                    text.append(i == 0 ? "- |" : ": |");
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
