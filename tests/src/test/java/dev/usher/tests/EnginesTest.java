package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.usher.Engine;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Engines whose loops run the turns of their clients, and what becomes of those that hold one. */
@ParameterizedClass
@EnumSource(Engine.class)
@Timeout(60)
class EnginesTest extends EngineTest {
    private static final String HOLD = "hold";

    /** While it is set, whoever was asked to holds its thread. */
    private final AtomicBoolean holding = new AtomicBoolean(true);

    @AfterEach
    void letGo() {
        holding.set(false);
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
        try {
            crowd(40, number -> talk(server, new Random(seed + number)));
        } catch (Exception | AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private void talk(Server server, Random random) throws Exception {
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
    }

    @Test
    void clientsComeAndGoWithoutWaitingForEachOther() throws Exception {
        var server = start(lines("a").answer(Lines.utf8(), line -> line));
        var address = server.address("a");
        crowd(32, _ -> comeAndGo(address));
    }

    private static void comeAndGo(InetSocketAddress address) throws IOException {
        for (int i = 0; i < 100; i++) {
            try (var client = TestClient.to(address).connect()) {
                client.send("hello\n");
                assertThat(client.readLine()).isEqualTo("hello");
            }
        }
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
