package dev.usher.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.cli.PostgresServer;
import dev.usher.cli.ServerProcess;
import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;
import dev.usher.services.database.Selection;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.database.SqlTables;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Kills the server, without a word, while many clients write into a table; again and again. What
 * was acknowledged is there, arrays and transactions are there whole or not at all, and of those
 * that nobody committed there is nothing. Five times, or as often as {@code -Ddatabase.crashes=100}
 * says.
 */
@Tag("crash")
@Timeout(3_600)
class DatabaseCrashTest {
    private static final int CLIENTS = 20;
    private static final int ARRAY = 5;
    private static final int TRANSACTION = 3;

    @TempDir Path folder;

    /** What became of a group of rows that belong together. */
    private enum Fate {
        KEPT,
        NOT_KEPT,
        UNKNOWN
    }

    /**
     * Rows that belong together.
     *
     * @param size how many they are
     */
    private record Group(int size, Fate fate) {}

    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    @Test
    void whatWasAcknowledgedIsInTheFile() throws Exception {
        repeat(DatabaseSettings.inFile(folder.resolve("data/tables.db")));
    }

    @Test
    void whatWasAcknowledgedIsOnThePostgresServer() throws Exception {
        try (var postgres = PostgresServer.in(folder)) {
            repeat(
                    DatabaseSettings.onServer(postgres.url(), "usher_tables"),
                    "--database",
                    postgres.url());
        }
    }

    private void repeat(DatabaseSettings settings, String... options) throws Exception {
        try (var tables = SqlTables.open(settings)) {
            tables.create(
                    "rows",
                    List.of(
                            new Column("part", ColumnType.TEXT, true, true),
                            new Column("grp", ColumnType.TEXT, true, false)));
        }
        long seed = System.nanoTime();
        System.out.println("DatabaseCrashTest seed " + seed);
        int crashes = Integer.getInteger("database.crashes", 5);
        for (int i = 0; i < crashes; i++) {
            crash(i, new Random(seed + i), options);
            check(settings);
        }
        long kept = groups.values().stream().filter(group -> group.fate() == Fate.KEPT).count();
        System.out.printf("%s: %d crashes, %d writes kept%n", settings.name(), crashes, kept);
        assertThat(kept).isGreaterThan(crashes);
    }

    private void crash(int round, Random random, String... options) throws Exception {
        var arguments = new ArrayList<>(List.of("database", "--port", "0"));
        arguments.addAll(List.of(options));
        var some = new CountDownLatch(CLIENTS + random.nextInt(500));
        try (var server = ServerProcess.start(folder, arguments.toArray(String[]::new));
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < CLIENTS; i++) {
                var name = round + "-" + i + "-";
                var own = new Random(random.nextLong());
                done.add(clients.submit(() -> writeUntilItBreaks(name, server, own, some)));
            }
            assertThat(some.await(120, TimeUnit.SECONDS)).isTrue();
            server.kill();
            for (var one : done) {
                one.get();
            }
            server.end();
        }
    }

    private Void writeUntilItBreaks(
            String name, ServerProcess server, Random random, CountDownLatch some)
            throws IOException {
        try (var socket = server.connect()) {
            var answers =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int i = 0; ; i++) {
                var group = name + i;
                int kind = random.nextInt(10);
                if (kind < 5) {
                    write(group, 1, insert(row(group, 0)), 1, socket, answers);
                } else if (kind < 7) {
                    var rows = new ArrayList<String>();
                    for (int part = 0; part < ARRAY; part++) {
                        rows.add(row(group, part));
                    }
                    var array = "[" + String.join(",", rows) + "]";
                    write(group, ARRAY, insert(array), 1, socket, answers);
                } else {
                    var inserts = new StringBuilder("begin\n");
                    for (int part = 0; part < TRANSACTION; part++) {
                        inserts.append(insert(row(group, part)));
                    }
                    boolean commits = kind < 9;
                    inserts.append(commits ? "commit\n" : "rollback\n");
                    int size = commits ? TRANSACTION : 0;
                    write(group, size, inserts.toString(), TRANSACTION + 2, socket, answers);
                }
                some.countDown();
            }
        } catch (IOException killed) {
            return null;
        }
    }

    private static String row(String group, int part) {
        return "{\"part\":\"%1$s.%2$d\",\"grp\":\"%1$s\"}".formatted(group, part);
    }

    private static String insert(String rows) {
        return "insert rows " + rows + "\n";
    }

    /** Sends all lines at once; the last answer tells what became of them. */
    private void write(
            String group, int size, String lines, int count, Socket socket, BufferedReader answers)
            throws IOException {
        groups.put(group, new Group(size, Fate.UNKNOWN));
        socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
        var last = "";
        for (int i = 0; i < count; i++) {
            last = answers.readLine();
            if (last == null) {
                throw new IOException("killed");
            }
        }
        assertThat(last).matches("OK.*|ERROR (busy|conflict|aborted) .*");
        groups.put(group, new Group(size, last.startsWith("OK") ? Fate.KEPT : Fate.NOT_KEPT));
    }

    private void check(DatabaseSettings settings) throws IOException {
        var found = new HashMap<String, Integer>();
        try (var tables = SqlTables.open(settings)) {
            tables.fetch(
                    new Selection(
                            "rows", List.of(), List.of("grp"), List.of(), Selection.MOST_ROWS, 0),
                    row -> found.merge(String.valueOf(row.get("grp")), 1, Integer::sum));
        }
        assertThat(groups.keySet()).containsAll(found.keySet());
        groups.replaceAll((name, group) -> {
            int there = found.getOrDefault(name, 0);
            switch (group.fate()) {
                case KEPT -> assertThat(there).as(name).isEqualTo(group.size());
                case NOT_KEPT -> assertThat(there).as(name).isZero();
                case UNKNOWN -> assertThat(there).as(name).isIn(0, group.size());
            }
            // What nobody was told of is decided for good now.
            return new Group(there, there > 0 ? Fate.KEPT : Fate.NOT_KEPT);
        });
    }
}
