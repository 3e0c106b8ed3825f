package dev.usher.bench.report;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Puts results into a folder: tables into a page, between two markers, slices and plots beside. */
public final class Publication {
    static final String BEGIN = "<!-- results: begin, written by bench/compare -->";
    static final String END = "<!-- results: end -->";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;

    /** Into this folder, which is made if there is none. */
    public Publication(Path folder) {
        this.folder = folder;
    }

    /** Writes everything; what an earlier comparison wrote is replaced. */
    public void publish(Results results, String tables) throws IOException {
        var beside = folder.resolve("performance");
        Files.createDirectories(beside);
        JSON.writeValue(beside.resolve("results.json").toFile(), results);
        var plots = new StringBuilder();
        for (var metric : Metric.values()) {
            var plot = Plot.of(results, metric);
            if (!plot.panels().isEmpty()) {
                var name = metric.name().toLowerCase(Locale.ROOT) + ".svg";
                Files.writeString(beside.resolve(name), plot.svg());
                plots.append("![%s](performance/%s)\n".formatted(metric.title(), name));
            }
        }
        var page = folder.resolve("performance.md");
        var before = Files.exists(page) ? Files.readString(page) : BEGIN + "\n" + END + "\n";
        Files.writeString(page, insert(before, plots + "\n" + tables));
    }

    /**
     * The page with this between its markers.
     *
     * @throws IllegalArgumentException if it has none
     */
    static String insert(String page, String results) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the page has no place for results: " + BEGIN);
        }
        return page.substring(0, begin) + BEGIN + "\n" + results + page.substring(end);
    }
}
