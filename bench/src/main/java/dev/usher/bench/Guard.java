package dev.usher.bench;

import dev.usher.bench.report.Median;
import dev.usher.bench.report.Metric;
import dev.usher.bench.report.Slice;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A short comparison with Netty in less than a minute, and how that came out before: {@code
 * bench/guard}. Warns and never fails, since what a busy machine measures is no proof.
 */
@Command(
        name = "bench/guard",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Warns if Usher has become slower, relative to Netty, than recorded.")
public final class Guard implements Callable<Integer> {
    private static final List<String> SHAPES = List.of("64x1", "64x16");
    private static final String OWN = "usher";
    private static final String YARDSTICK = "netty-epoll-1";
    private static final List<Metric> METRICS = List.of(Metric.THROUGHPUT, Metric.CPU);
    private static final int SLICES = 9;
    private static final Duration LENGTH = Duration.ofMillis(600);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final String RECORD = "guard.properties";

    /** So many rounds are enough to leave the slow ones out. */
    private static final int ENOUGH = 3;

    /** A ratio that is worse than recorded by more than this part is worth a warning. */
    private static final double THROUGHPUT_MARGIN = 0.3;

    private static final double CPU_MARGIN = 0.2;

    @Mixin private final Settings settings = new Settings();

    @Option(names = "--record", description = "Record the ratios of this run in bench/" + RECORD)
    private boolean record;

    /** Runs the command. */
    public static void main(String... arguments) {
        System.exit(Programs.run(new Guard(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        settings.pin();
        var slices = new Comparison(plan(), System.out).run();
        var ratios = ratios(slices);
        var file = settings.home().resolve(RECORD);
        report(ratios, read(file), slices);
        if (record) {
            write(file, ratios);
        }
        return 0;
    }

    private Plan plan() throws IOException, InterruptedException {
        var all = settings.rivals().all();
        return new Plan(
                Settings.shapes(SHAPES),
                Settings.chosen(List.of(OWN, YARDSTICK), all, Rival::name, "server"),
                1,
                SLICES,
                LENGTH,
                WARM_UP,
                settings.tolerance(),
                1,
                settings.clientThreads(),
                settings.seed(),
                settings.work());
    }

    /**
     * Of each shape and metric, over the rounds: our value divided by Netty's of that round. Rounds
     * in which the machine was slow count only if there are few others.
     */
    static Map<String, Median> ratios(List<Slice> slices) {
        var ratios = new TreeMap<String, Median>();
        for (var shape : SHAPES) {
            var all = pairs(shape, slices);
            var good = all.stream().filter(pair -> !pair.isSlow()).toList();
            var counted = good.size() < ENOUGH ? all : good;
            if (!counted.isEmpty()) {
                for (var metric : METRICS) {
                    var values = counted.stream().map(pair -> pair.ratio(metric)).toList();
                    ratios.put(name(shape, metric), Median.of(values));
                }
            }
        }
        return ratios;
    }

    /** The two slices of one round. */
    private record Pair(Slice own, Slice netty) {
        boolean isSlow() {
            return own.slow() || netty.slow();
        }

        double ratio(Metric metric) {
            return own.figure(metric) / netty.figure(metric);
        }
    }

    private static List<Pair> pairs(String shape, List<Slice> slices) {
        var pairs = new ArrayList<Pair>();
        var netty = byRound(YARDSTICK, shape, slices);
        byRound(OWN, shape, slices)
                .forEach((round, own) -> {
                    if (netty.containsKey(round)) {
                        pairs.add(new Pair(own, netty.get(round)));
                    }
                });
        return pairs;
    }

    private static Map<Integer, Slice> byRound(String rival, String shape, List<Slice> slices) {
        return slices.stream()
                .filter(slice -> slice.rival().equals(rival))
                .filter(slice -> slice.shape().equals(shape))
                .filter(slice -> slice.failure() == null)
                .collect(Collectors.toMap(Slice::round, Function.identity()));
    }

    private static String name(String shape, Metric metric) {
        return shape + "." + metric.name().toLowerCase(Locale.ROOT);
    }

    private static void report(
            Map<String, Median> ratios, Properties recorded, List<Slice> slices) {
        System.out.printf("%nUsher beside %s, as ratios:%n", YARDSTICK);
        ratios.forEach((name, ratio) ->
                System.out.printf(
                        Locale.ROOT,
                        "%-18s %.2f (%.2f to %.2f), recorded %s%s%n",
                        name,
                        ratio.value(),
                        ratio.least(),
                        ratio.most(),
                        recorded.getProperty(name, "never"),
                        isWorse(name, ratio.value(), recorded) ? "  WARNING: worse" : ""));
        long slow = slices.stream().filter(Slice::slow).count();
        System.out.printf(
                "During %d of %d slices the machine was slow%s.%n",
                slow, slices.size(), 2 * slow > slices.size() ? ": this says little" : "");
    }

    /** Whether a ratio is worse than the recorded one by more than the margin. */
    static boolean isWorse(String name, double ratio, Properties recorded) {
        var before = recorded.getProperty(name);
        if (before == null) {
            return false;
        }
        double change = ratio / Double.parseDouble(before);
        return name.endsWith(name("", Metric.THROUGHPUT))
                ? change < 1 - THROUGHPUT_MARGIN
                : change > 1 + CPU_MARGIN;
    }

    private static Properties read(Path file) throws IOException {
        var recorded = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                recorded.load(reader);
            }
        }
        return recorded;
    }

    private static void write(Path file, Map<String, Median> ratios) throws IOException {
        var text = new StringBuilder("# Usher divided by " + YARDSTICK);
        text.append(": written by bench/guard --record\n");
        ratios.forEach((name, ratio) ->
                text.append(String.format(Locale.ROOT, "%s=%.2f%n", name, ratio.value())));
        Files.writeString(file, text);
    }
}
