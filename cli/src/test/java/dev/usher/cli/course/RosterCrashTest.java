package dev.usher.cli.course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.cli.PostgresServer;
import dev.usher.cli.ServerProcess;
import dev.usher.services.checkin.Roster;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.checkin.SqlRoster;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Kills the server, without a word, while many students check in; again and again, and sometimes
 * the PostgreSQL server as well. What was acknowledged is there, and each row is one that somebody
 * wrote. Five times, or as often as {@code -Ddatabase.crashes=100} says.
 */
@Tag("crash")
@Timeout(3_600)
class RosterCrashTest {
    private static final int CLIENTS = 20;
    private static final int STUDENTS_OF_EACH = 4;

    @TempDir Path folder;

    /** For each student the last visit that was acknowledged, and the last that was asked for. */
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    private final Map<String, Long> asked = new ConcurrentHashMap<>();

    /** What kills in one round. */
    @FunctionalInterface
    private interface Blow {
        void fall(ServerProcess server) throws Exception;
    }

    @Test
    void whatWasAcknowledgedIsInTheFile() throws Exception {
        var settings = DatabaseSettings.inFile(folder.resolve("data/usher.db"));
        repeat(settings, (random, _) -> crash(random, ServerProcess::kill));
    }

    @Test
    void whatWasAcknowledgedIsOnThePostgresServer() throws Exception {
        try (var postgres = PostgresServer.in(folder)) {
            var settings = DatabaseSettings.onServer(postgres.url(), "usher");
            repeat(
                    settings,
                    (random, round) -> {
                        boolean both = round % 2 == 1;
                        long visits =
                                crash(
                                        random,
                                        server -> {
                                            if (both) {
                                                postgres.kill();
                                            }
                                            server.kill();
                                        },
                                        "--database",
                                        postgres.url());
                        if (both) {
                            postgres.start();
                        }
                        return visits;
                    });
        }
    }

    /** One round; returns how many visits were acknowledged. */
    @FunctionalInterface
    private interface Round {
        long run(Random random, int round) throws Exception;
    }

    private void repeat(DatabaseSettings settings, Round round) throws Exception {
        long seed = System.nanoTime();
        System.out.println("RosterCrashTest seed " + seed);
        int crashes = Integer.getInteger("database.crashes", 5);
        long visits = 0;
        for (int i = 0; i < crashes; i++) {
            visits += round.run(new Random(seed + i), i);
            check(settings);
        }
        System.out.printf(
                "%s: %d crashes, %d check-ins acknowledged%n", settings.name(), crashes, visits);
        assertThat(visits).isPositive();
    }

    private long crash(Random random, Blow blow, String... options) throws Exception {
        var arguments = new ArrayList<>(List.of("checkin", "--port", "0"));
        arguments.addAll(List.of(options));
        var some = new CountDownLatch(CLIENTS + random.nextInt(2_000));
        try (var server = ServerProcess.start(folder, arguments.toArray(String[]::new));
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<Long>>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                done.add(clients.submit(() -> checkInUntilItBreaks(client, server, some)));
            }
            assertThat(some.await(60, TimeUnit.SECONDS)).isTrue();
            blow.fall(server);
            long visits = 0;
            for (var one : done) {
                visits += one.get();
            }
            server.end();
            return visits;
        }
    }

    /** Each student's visits are numbered in the name and in the user name. */
    private long checkInUntilItBreaks(int client, ServerProcess server, CountDownLatch some) {
        long visits = 0;
        try (var socket = server.connect()) {
            var answers =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            while (true) {
                var sid = client + "-" + visits % STUDENTS_OF_EACH;
                long visit = asked.merge(sid, 1L, Long::sum);
                socket.getOutputStream()
                        .write(
                                "checkin user-%2$d %1$s \"Student %2$d\"\n"
                                        .formatted(sid, visit)
                                        .getBytes(StandardCharsets.UTF_8));
                var answer = answers.readLine();
                if (answer == null || answer.startsWith("ERROR un")) { // unavailable, uncertain
                    return visits;
                }
                assertThat(answer).startsWith("OK client ");
                acknowledged.put(sid, visit);
                visits++;
                some.countDown();
            }
        } catch (IOException killed) {
            return visits;
        }
    }

    private void check(DatabaseSettings settings) throws IOException {
        try (var database = Database.open(settings)) {
            var roster = SqlRoster.in(database);
            for (var student : roster.entries()) {
                assertThat(asked).containsKey(student.sid());
                assertWhole(student);
            }
            for (var sid : asked.keySet()) {
                check(roster, sid);
            }
        }
    }

    /** All of a row is of one visit. */
    private static long assertWhole(Roster.Entry student) {
        long visit = Long.parseLong(student.github().replace("user-", ""));
        assertThat(student.name()).isEqualTo("Student " + visit);
        return visit;
    }

    private void check(Roster roster, String sid) throws IOException {
        var visits =
                roster.visits(sid, Roster.MAX_VISITS).stream()
                        .map(RosterCrashTest::assertWhole)
                        .toList();
        long last = visits.isEmpty() ? 0 : visits.getLast();
        // None of them is missing, up to the last one.
        assertThat(visits)
                .isEqualTo(LongStream.rangeClosed(last - visits.size() + 1, last).boxed().toList());
        assertThat(visits).hasSize((int) Math.min(last, Roster.MAX_VISITS));
        assertThat(last)
                .as(sid)
                .isBetween(acknowledged.getOrDefault(sid, 0L), asked.getOrDefault(sid, 0L));
        acknowledged.put(sid, last); // what nobody was told of is there for good now, too
        asked.put(sid, last);
    }
}
