package dev.usher.bench.storage;

import dev.usher.services.checkin.Roster;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.checkin.SqlRoster;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Counts the check-ins that are on the disk and acknowledged each second: {@code bench/checkins}.
 * Once with those that wait at the same time committed together, as the server does it, and once
 * with a commit for each.
 */
@Command(
        name = "bench/checkins",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Counts check-ins acknowledged each second, committed together and alone.")
public final class CheckIns implements Callable<Integer> {
    private static final int TOGETHER = 256;
    private static final int STUDENTS_OF_EACH = 100;

    @Option(names = "--work", hidden = true, description = "A folder to work in.")
    private Path work = Path.of("");

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "A PostgreSQL server, in whose schema usher_bench it writes (SQLite).")
    private @Nullable String url;

    @Option(
            names = "--clients",
            split = ",",
            paramLabel = "N",
            description = "How many check in at once (1,16,256).")
    private List<Integer> clients = List.of(1, 16, 256);

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long each count is, after a second to warm up (5).")
    private int seconds = 5;

    /** Runs the program; the process ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CheckIns()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(work);
        var folder = Files.createTempDirectory(work, "checkins");
        System.out.printf("%8s%16s%16s%8s%n", "clients", "alone/s", "together/s", "ratio");
        for (int count : clients) {
            double alone = count(count, 1, folder);
            double together = count(count, TOGETHER, folder);
            System.out.printf(
                    Locale.ROOT,
                    "%8d%,16.0f%,16.0f%8.1f%n",
                    count,
                    alone,
                    together,
                    together / alone);
        }
        return CommandLine.ExitCode.OK;
    }

    private double count(int count, int together, Path folder) throws Exception {
        var settings =
                url == null
                        ? DatabaseSettings.inFile(folder.resolve("usher.db"))
                        : DatabaseSettings.onServer(url, "usher_bench");
        try (var database = Database.open(settings.together(together))) {
            var roster = SqlRoster.in(database);
            count(count, roster, Duration.ofSeconds(1));
            return count(count, roster, Duration.ofSeconds(seconds));
        }
    }

    /** Check-ins each second. */
    private static double count(int count, Roster roster, Duration time)
            throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        long total = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Long>>();
            for (int i = 0; i < count; i++) {
                int client = i;
                all.add(threads.submit(() -> checkIn(client, roster, begin + time.toNanos())));
            }
            for (var one : all) {
                total += one.get();
            }
        }
        return total * 1e9 / (System.nanoTime() - begin);
    }

    private static long checkIn(int client, Roster roster, long end) throws IOException {
        long done = 0;
        while (System.nanoTime() - end < 0) {
            var sid = client + "-" + done % STUDENTS_OF_EACH;
            roster.note(new Roster.Entry("Alice Brown", "abrown", sid, 50_000, Instant.now()));
            done++;
        }
        return done;
    }
}
