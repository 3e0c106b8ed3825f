package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.usher.CloseReason;
import dev.usher.Connection;
import dev.usher.Engine;
import dev.usher.Event;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What clients send and are sent arrives whole on each engine, however they behave. */
@ParameterizedClass
@EnumSource(Engine.class)
@Timeout(60)
class EngineTrafficTest extends EngineTest {
    /** So many large answers that no two sockets hold them. */
    private static final int MANY = 300;

    @Test
    void whoReadsLateGetsAllOfItInOrder() throws Exception {
        var server = start(lines("a").answer(Lines.utf8(), EngineTrafficTest::large));
        var late = connect(server, "a");
        for (int i = 0; i < MANY; i++) {
            late.send(i + "\n"); // their answers are more than the sockets hold
        }
        var other = connect(server, "a");
        for (int i = 0; i < 10; i++) {
            other.send(i + "\n");
            assertThat(other.readLine()).isEqualTo(large("" + i));
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(late.readLine()).isEqualTo(large("" + i));
        }
        late.endOutput();
        assertThat(late.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
    }

    @Test
    void whoLeavesWithoutReadingGetsAllOfItBeforeTheEnd() throws Exception {
        var server = start(lines("a").answer(Lines.utf8(), EngineTrafficTest::large));
        var client = connect(server, "a");
        for (int i = 0; i < MANY; i++) {
            client.send(i + "\n");
        }
        client.endOutput();
        for (int i = 0; i < MANY; i++) {
            assertThat(client.readLine()).isEqualTo(large("" + i));
        }
        assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
    }

    @Test
    void twoThreadsOfAClientWriteByTurns() throws Exception {
        int turns = 200;
        try (var platform = Executors.newSingleThreadExecutor()) {
            var server =
                    start(
                            lines("a")
                                    .handle(connection -> {
                                        for (int i = 0; i < turns; i++) {
                                            say(connection, "here");
                                            platform.submit(() -> say(connection, "there")).get();
                                        }
                                    }));
            var client = connect(server, "a");
            for (int i = 0; i < turns; i++) {
                assertThat(client.readLine()).isEqualTo("here");
                assertThat(client.readLine()).isEqualTo("there");
            }
            assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
        }
    }

    private static Void say(Connection connection, String line) throws IOException {
        connection.output().writeUtf8(line + "\n");
        connection.output().flush();
        return null;
    }

    @Test
    void whoSendsMoreThanIsTakenAtOnceGetsAllAnswers() throws Exception {
        int count = 100_000;
        var server = start(lines("a").answer(Lines.utf8(), line -> line));
        var client = connect(server, "a");
        var all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append("a line of some length with the number ").append(i).append('\n');
        }
        var sent = client.sendMeanwhile(all.toString());
        for (var line : (Iterable<String>) all.toString().lines()::iterator) {
            assertThat(client.readLine()).isEqualTo(line);
        }
        sent.get();
    }

    @Test
    void nothingIsLostOrDoubledWhileLoopsAreTakenFromTheirThreads() throws Exception {
        long seed = System.nanoTime();
        var server = start(lines("a").answer(Lines.utf8(), EngineTrafficTest::sizeable));
        try {
            crowd(60, number -> demand(server, new Random(seed + number)));
        } catch (Exception | AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    /** Asks for much at once, and reads slowly at times. */
    private void demand(Server server, Random random) throws Exception {
        try (var client = TestClient.to(server.address("a")).connect()) {
            for (int round = 0; round < 6; round++) {
                var lines = new ArrayList<String>();
                for (int i = random.nextInt(40); i >= 0; i--) {
                    int spin = random.nextInt(400) == 0 ? 25 : 0;
                    int length = random.nextBoolean() ? random.nextInt(60_000) : random.nextInt(40);
                    lines.add(spin + " " + length + " " + i);
                }
                var sent = client.sendMeanwhile(String.join("\n", lines) + "\n");
                if (random.nextInt(3) == 0) {
                    Thread.sleep(random.nextInt(30));
                }
                for (var line : lines) {
                    assertThat(client.readLine()).isEqualTo(answer(line.split(" ")));
                }
                sent.get();
            }
            client.endOutput();
            assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
        }
    }

    /** Holds its thread as long as the line says, and is as long. */
    private static String sizeable(String line) throws InterruptedException {
        var words = line.split(" ");
        dawdle("spin " + words[0]);
        return answer(words);
    }

    private static String answer(String... words) {
        return words[2] + " " + words[2].repeat(Integer.parseInt(words[1]) / words[2].length());
    }

    private static String large(String line) {
        return line + "x".repeat(60_000);
    }

    @Test
    void whoAsksForMuchAtOnceIsServedByTwoThreads() throws Exception {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
        var threads = ConcurrentHashMap.<String>newKeySet();
        var server =
                start(
                        lines("a")
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            threads.add(Thread.currentThread().toString());
                                            return line;
                                        }));
        for (int i = 0; i < 100 && threads.stream().noneMatch(EngineTrafficTest::helps); i++) {
            crowd(60, number -> askForMuch(server, number));
        }
        assertThat(threads).anyMatch(EngineTrafficTest::helps).anyMatch(name -> !helps(name));
    }

    private static boolean helps(String thread) {
        return thread.contains("-helper");
    }

    private static void askForMuch(Server server, int number) throws Exception {
        try (var client = TestClient.to(server.address("a")).connect()) {
            for (int round = 0; round < 20; round++) {
                var batch = new StringBuilder();
                for (int i = 0; i < 128; i++) {
                    batch.append("line ").append(number).append('-').append(round + i);
                    batch.append(" of many\n");
                }
                client.send(batch.toString());
                for (var line : (Iterable<String>) batch.toString().lines()::iterator) {
                    assertThat(client.readLine()).isEqualTo(line);
                }
            }
        }
    }

    @Test
    void whoHasSentAllIsAnsweredThoughOthersBesideItHaveNot() throws Exception {
        var server = start(lines("a").answer(Lines.utf8(), EngineTrafficTest::wordOf));
        var busy = connect(server, "a");
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < 4; i++) {
            clients.add(connect(server, "a"));
        }
        var much = "x ".repeat(1_500);
        for (int round = 0; round < 30; round++) {
            busy.send("spin 5\n"); // meanwhile all others send
            for (int i = 0; i < 4; i++) {
                clients.get(i).send(much + (i % 3 == 0 ? "" : "\n"));
            }
            assertThat(clients.get(1).readLine()).isEqualTo("x");
            assertThat(clients.get(2).readLine()).isEqualTo("x");
            assertThat(busy.readLine()).isEqualTo("spin");
            for (int i = 0; i < 4; i += 3) {
                clients.get(i).send("\n");
                assertThat(clients.get(i).readLine()).isEqualTo("x");
            }
        }
    }

    private static String wordOf(String line) throws InterruptedException {
        return (line.startsWith("spin") ? dawdle(line) : line).split(" ", 2)[0];
    }

    @Test
    void whoTakesNothingIsCut() throws Exception {
        var clock = new ManualClock();
        var closed = new CountDownLatch(1);
        var server =
                Server.start(
                        engine,
                        clock,
                        List.of(
                                lines("a")
                                        .events(event -> {
                                            if (event instanceof Event.Closed end
                                                    && end.reason() == CloseReason.LATE_WRITE) {
                                                closed.countDown();
                                            }
                                        })
                                        .answer(Lines.utf8(), EngineTrafficTest::large)));
        toClose.add(server);
        var client = connect(server, "a");
        for (int i = 0; i < MANY; i++) {
            client.send(i + "\n");
        }
        client.read(1); // they are on their way
        do {
            clock.advance(Duration.ofSeconds(31));
        } while (!closed.await(100, TimeUnit.MILLISECONDS));
        assertThat(client.awaitEnd()).isEqualTo(TestClient.End.RESET);
    }
}
