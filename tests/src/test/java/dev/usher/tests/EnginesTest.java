package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.usher.CloseReason;
import dev.usher.Engine;
import dev.usher.Event;
import dev.usher.Listener;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.TimeSource;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Engines whose loops run the turns of their clients, and what becomes of those that hold one. */
@ParameterizedClass
@EnumSource(Engine.class)
@Timeout(60)
class EnginesTest {
    private static final String HOLD = "hold";

    /** So many large answers that no two sockets hold them. */
    private static final int MANY = 300;

    @Parameter private Engine engine;

    private final List<AutoCloseable> toClose = new ArrayList<>();

    /** While it is set, whoever was asked to holds its thread. */
    private final AtomicBoolean holding = new AtomicBoolean(true);

    @BeforeEach
    void isThere() {
        assumeThat(engine.isAvailable()).as(engine.requirements()).isTrue();
    }

    @AfterEach
    void close() throws Exception {
        holding.set(false);
        for (var resource : toClose.reversed()) {
            resource.close();
        }
    }

    private Server start(Listener... listeners) throws IOException {
        var server = Server.start(engine, TimeSource.system(), List.of(listeners));
        toClose.add(server);
        return server;
    }

    private TestClient connect(Server server, String listener) throws IOException {
        var client = TestClient.to(server.address(listener)).connect();
        toClose.add(client);
        return client;
    }

    private static Listener lines(String name) {
        return Server.on(0).named(name);
    }

    private String answer(String line) {
        while (line.equals(HOLD) && holding.get()) {
            Thread.onSpinWait();
        }
        return line + " " + Thread.currentThread().isVirtual();
    }

    @Test
    void aPropertyThatNamesNoEngineIsRefusedByItsValue() {
        with(
                "usher.engine",
                "fast",
                () ->
                        assertThatThrownBy(Engine::configured)
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessage(
                                        "-Dusher.engine=fast: there is portable, carrier and"
                                                + " uring"));
    }

    @Test
    void anEngineHasALoopAtLeast() {
        with(
                "usher.engine.loops",
                "0",
                () ->
                        assertThatThrownBy(
                                        () -> start(lines("a").answer(Lines.utf8(), line -> line)))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessage("-Dusher.engine.loops=0: allowed is 1 to 1024"));
    }

    private static void with(String property, String value, Runnable test) {
        var before = System.getProperty(property);
        System.setProperty(property, value);
        try {
            test.run();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    @Test
    void clientsAreServedOnVirtualThreads() throws Exception {
        var server = start(lines("a").answer(Lines.utf8(), this::answer));
        assertThat(server.engine()).isEqualTo(engine);
        var client = connect(server, "a");
        client.send("one\ntwo\n");
        assertThat(client.readLine()).isEqualTo("one true");
        assertThat(client.readLine()).isEqualTo("two true");
    }

    @Test
    void whoHoldsALoopHoldsUpNobody() throws Exception {
        assumeOneMoreProcessor();
        var server =
                start(
                        lines("a").answer(Lines.utf8(), this::answer),
                        lines("b").answer(Lines.utf8(), this::answer));
        var holders = new ArrayList<TestClient>();
        var others = new ArrayList<TestClient>();
        for (int i = 0; i < 8; i++) {
            holders.add(connect(server, "a"));
            others.add(connect(server, i < 4 ? "a" : "b"));
        }
        // More would leave no core, or no carrier, to the others.
        var holding = holders.subList(0, engine == Engine.PORTABLE ? 1 : 2);
        for (var holder : holding) {
            holder.send(HOLD + "\n");
        }
        for (var other : others) {
            other.send("hello\n");
            assertThat(other.readLine()).isEqualTo("hello true");
        }
        this.holding.set(false);
        for (var holder : holding) {
            assertThat(holder.readLine()).isEqualTo("hold true");
        }
        for (var holder : holders) {
            holder.send("again\n");
            assertThat(holder.readLine()).isEqualTo("again true");
            holder.endOutput();
            assertThat(holder.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
        }
    }

    @Test
    void whateverHoldsTheLoopsAllAnswersComeInOrder() throws Exception {
        long seed = System.nanoTime();
        var server =
                start(
                        lines("a")
                                .pipeline(Pipeline.ordered(4))
                                .answer(Lines.utf8(), EnginesTest::dawdle),
                        lines("b").answer(Lines.utf8(), EnginesTest::dawdle));
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < 40; i++) {
                int number = i;
                done.add(people.submit(() -> talk(server, new Random(seed + number))));
            }
            for (var client : done) {
                client.get();
            }
        } catch (Exception | AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private Void talk(Server server, Random random) throws Exception {
        try (var client =
                TestClient.to(server.address(random.nextBoolean() ? "a" : "b")).connect()) {
            for (int round = 0; round < 10; round++) {
                var sent = new StringBuilder();
                int lines = 1 + random.nextInt(5);
                for (int i = 0; i < lines; i++) {
                    int time = random.nextInt(20) == 0 ? random.nextInt(40) : 0;
                    sent.append(random.nextBoolean() ? "sleep " : "spin ").append(time);
                    sent.append('\n');
                }
                client.send(sent.toString());
                for (var line : sent.toString().lines().toList()) {
                    assertThat(client.readLine()).isEqualTo(line);
                }
            }
        }
        return null;
    }

    @Test
    void clientsComeAndGoWithoutWaitingForEachOther() throws Exception {
        var server = start(lines("a").answer(Lines.utf8(), line -> line));
        var address = server.address("a");
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < 32; i++) {
                done.add(people.submit(() -> comeAndGo(address)));
            }
            for (var client : done) {
                client.get();
            }
        }
    }

    @Test
    void whoReadsLateGetsAllOfItInOrder() throws Exception {
        var server = start(lines("a").answer(Lines.utf8(), EnginesTest::large));
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
        var server = start(lines("a").answer(Lines.utf8(), EnginesTest::large));
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

    private static String large(String line) {
        return line + "x".repeat(60_000);
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
                                        .answer(Lines.utf8(), EnginesTest::large)));
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

    private static Void comeAndGo(InetSocketAddress address) throws IOException {
        for (int i = 0; i < 100; i++) {
            try (var client = TestClient.to(address).connect()) {
                client.send("hello\n");
                assertThat(client.readLine()).isEqualTo("hello");
            }
        }
        return null;
    }

    /** Takes so many milliseconds, asleep or not. */
    private static String dawdle(String line) throws InterruptedException {
        var words = line.split(" ", 2);
        int time = Integer.parseInt(words[1]);
        if (words[0].equals("sleep")) {
            Thread.sleep(time);
        } else {
            for (long end = System.nanoTime() + time * 1_000_000L; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
        }
        return line;
    }

    @Test
    void aThreadThatOutlivesTheServerGoesOn() throws Exception {
        var begun = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var goneOn = new CountDownLatch(1);
        var server =
                start(
                        lines("a")
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            Thread.startVirtualThread(() -> {
                                                begun.countDown();
                                                awaitQuietly(stopped);
                                                goneOn.countDown();
                                            });
                                            return line;
                                        }));
        var client = connect(server, "a");
        client.send("x\n");
        assertThat(client.readLine()).isEqualTo("x");
        begun.await();
        server.cut();
        stopped.countDown();
        goneOn.await(); // or the test takes too long
    }

    /** Who computes without end has a carrier, and others need one too. */
    private static void assumeOneMoreProcessor() {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    @Test
    void noThreadOfAnEngineIsLeftAfterTheServer() throws Exception {
        assumeOneMoreProcessor();
        var server = start(lines("a").answer(Lines.utf8(), this::answer));
        var client = connect(server, "a");
        client.send(HOLD + "\nnext\n");
        var other = connect(server, "a");
        other.send("hello\n");
        assertThat(other.readLine()).isEqualTo("hello true");
        holding.set(false);
        assertThat(client.readLine()).isEqualTo("hold true");
        client.close();
        server.close();
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("usher-loop")
                    || thread.getName().equals("usher-guard")) {
                thread.join(); // or the test takes too long
            }
        }
    }
}
