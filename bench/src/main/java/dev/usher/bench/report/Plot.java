package dev.usher.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * Bars as SVG, a panel for each shape; readable on light and on dark ground.
 *
 * @param title what is plotted
 * @param panels from top to bottom
 */
public record Plot(String title, List<Panel> panels) {

    /** Bars that are compared with each other. */
    public record Panel(String title, List<Bar> bars) {}

    /**
     * One bar.
     *
     * @param label whose
     * @param value its length
     * @param text what is written at its end
     */
    public record Bar(String label, double value, String text) {}

    private static final int WIDTH = 760;
    private static final int LABELS = 190;
    private static final int LONGEST = 400;
    private static final int ROW = 20;
    private static final int HEAD = 34;
    private static final String STYLE =
            """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #1f2328; }
              .title { font-size: 16px; font-weight: 600; }
              .panel { font-weight: 600; }
              .label { text-anchor: end; }
              .bar { fill: #8c959f; }
              .usher { fill: #0969da; }
              .netty { fill: #bf8700; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; }
                .bar { fill: #6e7681; }
                .usher { fill: #4493f8; }
                .netty { fill: #d29922; }
              }
            </style>
            """;

    /** One metric of all shapes under which it was measured. */
    public static Plot of(Results results, Metric metric) {
        var panels =
                results.shapes().stream()
                        .filter(shape -> results.has(shape, metric))
                        .map(shape -> panel(results, shape, metric))
                        .toList();
        var better = metric.moreIsBetter() ? " (more is better)" : " (less is better)";
        return new Plot(metric.title() + better + ", ratio to Netty's best in brackets", panels);
    }

    private static Panel panel(Results results, String shape, Metric metric) {
        var bars =
                results.rivals(shape).stream()
                        .filter(rival -> results.median(shape, rival, metric).isPresent())
                        .map(rival -> bar(results, shape, rival, metric))
                        .toList();
        return new Panel(shape, bars);
    }

    private static Bar bar(Results results, String shape, String rival, Metric metric) {
        double value = results.median(shape, rival, metric).orElseThrow().value();
        var ratio =
                results.ratio(shape, rival, metric)
                        .map(number -> String.format(Locale.ROOT, " (%.2f)", number))
                        .orElse("");
        return new Bar(rival, value, Metric.format(value) + ratio);
    }

    /** The whole picture. */
    public String svg() {
        var body = new StringBuilder();
        int y = HEAD;
        body.append("<text class=\"title\" x=\"10\" y=\"22\">")
                .append(escape(title))
                .append("</text>\n");
        for (var panel : panels) {
            y += HEAD;
            body.append(
                    "<text class=\"panel\" x=\"10\" y=\"%d\">%s</text>%n"
                            .formatted(y - 10, escape(panel.title())));
            double most = panel.bars().stream().mapToDouble(Bar::value).max().orElse(1);
            for (var bar : panel.bars()) {
                body.append(draw(bar, y, bar.value() / most * LONGEST));
                y += ROW;
            }
        }
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" role="img">
        <title>%s</title>
        %s%s</svg>
        """
                .formatted(WIDTH, y + 10, WIDTH, escape(title), STYLE, body);
    }

    private static String draw(Bar bar, int y, double length) {
        var kind =
                bar.label().startsWith("usher")
                        ? "bar usher"
                        : bar.label().startsWith("netty") ? "bar netty" : "bar";
        return String.format(
                Locale.ROOT,
                """
                <text class="label" x="%d" y="%d">%s</text>\
                <rect class="%s" x="%d" y="%d" width="%.1f" height="%d" rx="2"/>\
                <text x="%.1f" y="%d">%s</text>
                """,
                LABELS - 8,
                y + 14,
                escape(bar.label()),
                kind,
                LABELS,
                y + 2,
                length,
                ROW - 4,
                LABELS + length + 6,
                y + 14,
                escape(bar.text()));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
