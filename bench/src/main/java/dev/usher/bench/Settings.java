package dev.usher.bench;

import dev.usher.bench.load.Shape;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What all commands of this module can be told. */
final class Settings {
    @Option(names = "--home", hidden = true, required = true)
    private Path home = Path.of("");

    @Option(names = "--work", hidden = true, required = true)
    private Path work = Path.of("");

    @Option(
            names = "--pin",
            paramLabel = "CPUS",
            description = "Run everything on these processors, such as 0,1; by default on all.")
    private String processors = "";

    @Option(
            names = "--tolerance",
            defaultValue = "1.25",
            paramLabel = "TIMES",
            description =
                    "Drop slices when the machine is so many times as slow as at its best"
                            + " (${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(
            names = "--client-threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "Threads that drive the clients; by default half of the processors.")
    private int clientThreads;

    @Option(
            names = "--java-options",
            paramLabel = "OPTIONS",
            description =
                    "More options for all servers on the JVM, in one string; none by default.")
    private String javaOptions = "";

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Of the order of slices; printed, and random by default.")
    private long seed = ThreadLocalRandom.current().nextInt(1_000_000);

    Path home() {
        return home;
    }

    Path work() {
        return work;
    }

    double tolerance() {
        return tolerance;
    }

    long seed() {
        return seed;
    }

    /** Threads that drive the clients. */
    int clientThreads() {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return clientThreads > 0 ? clientThreads : half;
    }

    /** The rivals of this machine. */
    Rivals rivals() throws IOException, InterruptedException {
        var options =
                javaOptions.isBlank()
                        ? List.<String>of()
                        : List.of(javaOptions.strip().split(" +"));
        return new Rivals(home, work, options);
    }

    /** Moves this process to the chosen processors; its children inherit them. */
    void pin() throws IOException, InterruptedException {
        if (!processors.isEmpty()) {
            var own = Long.toString(ProcessHandle.current().pid());
            Tool.run(List.of("taskset", "-a", "-p", "-c", processors, own));
        }
    }

    /** For the record. */
    Map<String, String> record() {
        return Map.of(
                "pin", processors.isEmpty() ? "none" : processors,
                "tolerance", Double.toString(tolerance),
                "client threads", Integer.toString(clientThreads()),
                "java options", javaOptions.isEmpty() ? "none" : javaOptions,
                "seed", Long.toString(seed));
    }

    /** The shapes of these names. */
    static List<Shape> shapes(List<String> names) {
        return chosen(names, Shape.all(), Shape::name, "shape");
    }

    /**
     * Those of these names, in the names' order; all for no names.
     *
     * @throws IllegalArgumentException if there is none of a name
     */
    static <T> List<T> chosen(
            List<String> names, List<T> all, Function<T, String> naming, String what) {
        if (names.isEmpty()) {
            return all;
        }
        var byName = all.stream().collect(Collectors.toMap(naming, Function.identity()));
        for (var name : names) {
            if (!byName.containsKey(name)) {
                throw new IllegalArgumentException(
                        "no %s %s here; there are %s"
                                .formatted(what, name, all.stream().map(naming).toList()));
            }
        }
        return names.stream().map(byName::get).toList();
    }
}
