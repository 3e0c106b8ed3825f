package dev.usher.cli.load;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.terminal.Words;

import org.HdrHistogram.Histogram;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a load, for people and for programs. */
final class BenchPrint {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

    /** Steps of the histogram: 1, 2, 5, 10, ... microseconds. */
    private static final long[] STEPS = {1, 2, 5};

    private static final int BAR = 40;
    private static final double MILLI = 1e6;
    private static final MathContext DIGITS = new MathContext(4);

    /** What kept the figures from being better than they are, other than the server. */
    private record Limit(String name, String sentence) {}

    /** A step of the histogram, in nanoseconds, and how many answers took so long. */
    private record Step(long from, long to, long count) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LoadFigures figures;

    BenchPrint(LoadFigures figures) {
        this.figures = figures;
    }

    /** For people. */
    List<String> lines() {
        var plan = figures.plan();
        var lines = new ArrayList<String>();
        lines.add(
                "'%s', %s, %s in flight on each%s, for %s"
                        .formatted(
                                plan.request(),
                                Words.count(plan.connections(), "connection"),
                                plan.rate() == null
                                        ? Words.number(plan.depth())
                                        : "up to " + Words.number(plan.depth()),
                                plan.rate() == null
                                        ? ""
                                        : ", %s due per second"
                                                .formatted(Words.number(plan.rate())),
                                Words.about(figures.time())));
        lines.add("");
        lines.add("%14s answers per second".formatted(Words.number(perSecond())));
        lines.add("%14s answers".formatted(Words.number(figures.answers())));
        count(lines, figures.errors(), "errors");
        count(lines, figures.busy(), "times BUSY: the server had no place");
        count(lines, figures.lost(), "lost, when their connection ended");
        if (figures.latencies().getTotalCount() > 0) {
            lines.add("");
            percentiles(lines);
            lines.add("");
            histogram(lines);
        }
        var limits = limits();
        if (!limits.isEmpty()) {
            lines.add("");
            limits.forEach(limit -> lines.add(limit.sentence()));
        }
        return lines;
    }

    private static void count(List<String> lines, long count, String what) {
        if (count > 0) {
            lines.add("%14s %s".formatted(Words.number(count), what));
        }
    }

    private long perSecond() {
        return Math.round(figures.perSecond());
    }

    private void percentiles(List<String> lines) {
        var latencies = figures.latencies();
        lines.add("%14s to the fastest answer".formatted(millis(latencies.getMinValue())));
        for (double percentile : PERCENTILES) {
            lines.add(
                    "%14s %s"
                            .formatted(
                                    millis(latencies.getValueAtPercentile(percentile)),
                                    name(percentile)));
        }
        lines.add("%14s to the slowest".formatted(millis(latencies.getMaxValue())));
    }

    private static String name(double percentile) {
        return "p" + BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString();
    }

    /** To four digits, which is more than two runs have in common. */
    private static BigDecimal number(double millis) {
        return new BigDecimal(millis).round(DIGITS).stripTrailingZeros();
    }

    private static String millis(long nanos) {
        double millis = nanos / MILLI;
        return String.format(
                Locale.ROOT,
                millis < 1 ? "%.3f ms" : millis < 100 ? "%.2f ms" : "%,.0f ms",
                millis);
    }

    private void histogram(List<String> lines) {
        var latencies = figures.latencies();
        var steps = steps(latencies);
        long most = steps.stream().mapToLong(Step::count).max().orElse(1);
        for (var step : steps) {
            int eighths = (int) Math.round(8.0 * BAR * step.count() / most);
            lines.add(
                    "%10s to %7s  %s %s"
                            .formatted(
                                    short_(step.from()),
                                    short_(step.to()),
                                    bar(eighths),
                                    share(step.count(), latencies.getTotalCount())));
        }
    }

    private static String short_(long nanos) {
        long micros = nanos / 1_000;
        return micros < 1_000
                ? micros + " µs"
                : micros < 1_000_000 ? micros / 1_000 + " ms" : micros / 1_000_000 + " s";
    }

    /** A bar in eighths of a character. */
    private static String bar(int eighths) {
        int rest = eighths % 8;
        return "█".repeat(eighths / 8) + (rest == 0 ? "" : (char) ('█' + 8 - rest));
    }

    private static String share(long count, long all) {
        double percent = 100.0 * count / all;
        return percent > 0 && percent < 0.01
                ? Words.count(count, "answer")
                : String.format(Locale.ROOT, "%.2f %%", percent);
    }

    /** From the step of the fastest answer to that of the slowest. */
    private static List<Step> steps(Histogram latencies) {
        var steps = new ArrayList<Step>();
        var values = latencies.recordedValues().iterator();
        var value = values.next();
        long from = 0;
        for (long scale = 1_000; ; scale *= 10) {
            for (long step : STEPS) {
                long to = scale * step;
                long count = 0;
                while (value.getValueIteratedTo() < to) {
                    count += value.getCountAtValueIteratedTo();
                    if (!values.hasNext()) {
                        steps.add(new Step(from, to, count));
                        return steps;
                    }
                    value = values.next();
                }
                if (count > 0 || !steps.isEmpty()) {
                    steps.add(new Step(from, to, count));
                }
                from = to;
            }
        }
    }

    private List<Limit> limits() {
        var limits = new ArrayList<Limit>();
        var processors = figures.processors();
        if (figures.busiest() >= 0.9) {
            limits.add(
                    new Limit(
                            "own-thread",
                            "This program may be the limit: its busiest thread had something to do"
                                    + " %.0f %% of the time (--threads)."
                                            .formatted(100 * figures.busiest())));
        }
        if (processors.all() >= 0.95) {
            limits.add(
                    new Limit(
                            "processors",
                            "The %d processors of this machine were %.0f %% busy, %.0f %% with this"
                                            .formatted(
                                                    processors.count(),
                                                    100 * processors.all(),
                                                    100 * processors.own())
                                    + (processors.serverIsHere()
                                            ? " program, which takes them from the server."
                                            : " program: it may be the limit.")));
        }
        var delays = figures.delays();
        if (delays.getTotalCount() > 0 && delays.getValueAtPercentile(99) >= MILLI) {
            limits.add(
                    new Limit(
                            "own-delay",
                            "This program was late itself: one request in a hundred was sent %s or"
                                            .formatted(millis(delays.getValueAtPercentile(99)))
                                    + " more after it was due, and those times are in the"
                                    + " figures."));
        }
        if (figures.unsent() > 0 && figures.unsent() >= figures.answers() / 100) {
            limits.add(
                    new Limit(
                            "behind",
                            "The schedule has fallen behind by %s, the oldest due %s ago: the"
                                            .formatted(
                                                    Words.count(figures.unsent(), "request"),
                                                    Words.seconds(figures.oldest()))
                                    + " server does not keep up, or more must be in flight"
                                    + " (--connections, --depth)."));
        } else if (figures.oldest().toNanos() > figures.latencies().getMaxValue()) {
            limits.add(
                    new Limit(
                            "unanswered",
                            "At the end, %s had no answer; the oldest had waited for %s."
                                    .formatted(
                                            Words.count(figures.unanswered(), "request"),
                                            Words.seconds(figures.oldest()))));
        }
        return limits;
    }

    /** For programs. */
    String json() {
        var plan = figures.plan();
        var all = JSON.createObjectNode();
        all.put("server", Endpoint.print(plan.server())).put("request", plan.request());
        all.put("connections", plan.connections()).put("depth", plan.depth());
        if (plan.rate() != null) {
            all.put("rate", plan.rate());
        }
        all.put("threads", plan.threads());
        all.put("seconds", number(figures.seconds()));
        all.put("answersPerSecond", number(figures.perSecond()));
        all.put("answers", figures.answers()).put("errors", figures.errors());
        all.put("busy", figures.busy()).put("lost", figures.lost());
        all.put("unanswered", figures.unanswered()).put("unsent", figures.unsent());
        if (figures.latencies().getTotalCount() > 0) {
            latencies(all);
        }
        var own = all.putObject("self");
        own.put("busiestThread", number(figures.busiest()));
        own.put("processors", figures.processors().count());
        own.put("processorsOwn", number(figures.processors().own()));
        own.put("processorsAll", number(figures.processors().all()));
        if (figures.delays().getTotalCount() > 0) {
            own.put("delayP99", number(figures.delays().getValueAtPercentile(99) / MILLI));
        }
        var limits = all.putArray("limits");
        limits().forEach(limit -> limits.add(limit.name()));
        return JSON.writeValueAsString(all);
    }

    private void latencies(ObjectNode all) {
        var latencies = figures.latencies();
        var times = all.putObject("latency");
        times.put("min", number(latencies.getMinValue() / MILLI));
        times.put("mean", number(latencies.getMean() / MILLI));
        for (double percentile : PERCENTILES) {
            times.put(name(percentile), number(latencies.getValueAtPercentile(percentile) / MILLI));
        }
        times.put("max", number(latencies.getMaxValue() / MILLI));
        var histogram = all.putArray("histogram");
        for (var step : steps(latencies)) {
            histogram
                    .addObject()
                    .put("from", number(step.from() / MILLI))
                    .put("to", number(step.to() / MILLI))
                    .put("count", step.count());
        }
    }
}
