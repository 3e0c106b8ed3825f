package dev.usher.bench;

import dev.usher.bench.load.Shape;
import dev.usher.bench.report.Machine;
import dev.usher.bench.report.Publication;
import dev.usher.bench.report.Results;
import dev.usher.bench.report.Tables;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** Compares Usher with its rivals: {@code bench/compare}. */
@Command(
        name = "bench/compare",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Compares Usher with other servers on this machine.")
public final class Compare implements Callable<Integer> {
    private static final List<String> QUICK_SHAPES = List.of("64x1", "64x16");
    private static final double QUICK_SECONDS = 1;
    private static final int QUICK_SLICES = 3;
    private static final int TRIES = 3;

    @Mixin private final Settings settings = new Settings();

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "NAME",
            description = "Only these shapes, such as 64x1,64x16; see --list.")
    private List<String> shapes = List.of();

    @Option(
            names = "--rivals",
            split = ",",
            paramLabel = "NAME",
            description = "Only these servers, such as usher,netty-epoll-1; see --list.")
    private List<String> rivals = List.of();

    @Option(
            names = "--slices",
            paramLabel = "N",
            description = "Slices of each server and shape (5).")
    private int slices = 5;

    @Option(
            names = "--processes",
            paramLabel = "N",
            description =
                    "Processes of each server, which take turns, since one may happen to be"
                            + " faster than another (1).")
    private int processes = 1;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long each slice is, also the warm-up before the first (3).")
    private double seconds = 3;

    @Option(
            names = "--quick",
            description =
                    "A glance: 3 slices of 1 s, shapes 64x1 and 64x16; nothing is written without"
                            + " --out.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "Where the tables, plots and numbers go (performance.md and performance/ in"
                            + " docs/).")
    private @Nullable Path out;

    @Option(names = "--list", description = "List shapes and servers, and stop.")
    private boolean list;

    /** Runs the command. */
    public static void main(String... arguments) {
        System.exit(Programs.run(new Compare(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        settings.pin();
        var found = settings.rivals();
        if (list) {
            Shape.all().forEach(shape -> line(shape.name(), shape.description()));
            found.all().forEach(rival -> line(rival.name(), ""));
        }
        found.missing().forEach(name -> System.out.println("not here: " + name));
        if (!list) {
            compare(found);
        }
        return 0;
    }

    private static void line(String name, String description) {
        System.out.printf("%-24s %s%n", name, description);
    }

    private void compare(Rivals found) throws IOException, InterruptedException {
        var plan = plan(found);
        System.out.printf(
                "This takes at least %d minutes. Let nothing else run.%n",
                Comparison.estimate(plan).toMinutes() + 1);
        var slices = new Comparison(plan, System.out).run();
        var options = new TreeMap<>(settings.record());
        options.put("slices", Integer.toString(plan.slices()));
        options.put("processes", Integer.toString(plan.processes()));
        options.put("seconds", Double.toString(seconds));
        var results = new Results(Machine.here(found.versions(), options), slices);
        var tables = new Tables(results).all(Compare::describe);
        System.out.println();
        System.out.println(tables);
        var folder = out != null || quick ? out : settings.home().resolveSibling("docs");
        if (folder != null) {
            new Publication(folder).publish(results, tables);
            System.out.println("written to " + folder.normalize());
        }
    }

    private Plan plan(Rivals found) {
        var names = shapes.isEmpty() && quick ? QUICK_SHAPES : shapes;
        var length = quick ? Math.min(QUICK_SECONDS, seconds) : seconds;
        var time = Duration.ofMillis(Math.round(length * 1000));
        return new Plan(
                Settings.shapes(names),
                Settings.chosen(rivals, found.all(), Rival::name, "server"),
                processes,
                quick ? Math.min(QUICK_SLICES, slices) : slices,
                time,
                time,
                settings.tolerance(),
                TRIES,
                settings.clientThreads(),
                settings.seed(),
                settings.work());
    }

    private static String describe(String shape) {
        return Settings.shapes(List.of(shape)).getFirst().description();
    }
}
