package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.usher.Call;
import dev.usher.Engine;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;

/**
 * Requests of clients that have no thread: whoever has to wait meanwhile keeps the one that serves
 * it, and the others get another one. There is one loop, so that all clients meet.
 */
@ParameterizedClass
@EnumSource(Engine.class)
@Timeout(60)
class TurnsTest extends EngineTest {
    private static final String OWN = "usher-client";

    /** On some engines a client gives its thread back when it has said nothing for a second. */
    private static final Duration SILENCE = Duration.ofMillis(1_500);

    private static final String LOOPS = "usher.engine.loops";
    private static final int MORE_THAN_SOCKETS_TAKE = 16 << 20;

    private final CountDownLatch waits = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Exchanger<Thread> exchanger = new Exchanger<>();
    private Server server;
    private volatile Thread served;

    @BeforeEach
    void start() throws IOException {
        System.setProperty(LOOPS, "1");
        try {
            server = start(lines("turns").serve(Lines.utf8(), this::answer));
        } finally {
            System.clearProperty(LOOPS);
        }
    }

    @AfterEach
    void letGo() {
        over.countDown();
    }

    private String answer(String line, Call<String> call) throws InterruptedException {
        served = Thread.currentThread();
        switch (line) {
            case "much" -> {
                return "x".repeat(MORE_THAN_SOCKETS_TAKE);
            }
            case "wait" -> {
                waits.countDown();
                over.await();
            }
            case "interrupt" -> Thread.currentThread().interrupt();
            case "interrupted" -> {
                return "" + Thread.currentThread().isInterrupted();
            }
            case "meet" -> exchanger.exchange(Thread.currentThread());
            default -> {}
        }
        return Thread.currentThread().getName();
    }

    /** A client that has no thread any more. */
    private TestClient connect() throws Exception {
        var client = connect(server, "turns");
        awaitLoop(client);
        return client;
    }

    /** Asks until the loop answers: it does not for a while after it was held. */
    private void awaitLoop(TestClient client) throws Exception {
        while (!ask(client, "name").equals(common())) {
            Thread.sleep(engine == Engine.PORTABLE ? Duration.ofMillis(1) : SILENCE);
        }
    }

    /** The thread of those who have none. */
    private String common() {
        return engine == Engine.PORTABLE ? "usher-loop-0" : "usher-turns";
    }

    private static String ask(TestClient client, String line) throws IOException {
        client.send(line + "\n");
        return client.readLine();
    }

    @Test
    void whoSentHalfARequestKeepsTheThread() throws Exception {
        var half = connect();
        var other = connect();
        half.send("na");
        awaitLoop(other);
        assertThat(ask(half, "me")).startsWith(OWN);
        awaitLoop(half);
    }

    @Test
    void whoDoesNotReadKeepsTheThread() throws Exception {
        var slow = connect();
        var other = connect();
        slow.send("much\nname\n");
        awaitLoop(other);
        assertThat(slow.readLine()).hasSize(MORE_THAN_SOCKETS_TAKE);
        assertThat(slow.readLine()).startsWith("usher-");
        awaitLoop(slow);
    }

    @Test
    void aServiceThatWaitsKeepsTheThread() throws Exception {
        var waiting = connect();
        var other = connect();
        waiting.send("wait\n");
        waits.await();
        awaitLoop(other);
        over.countDown();
        assertThat(waiting.readLine()).startsWith(OWN);
        awaitLoop(waiting);
    }

    @Test
    void clientsThatWaitForEachOtherMeet() throws Exception {
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < 10; i++) {
            clients.add(connect());
        }
        for (var client : clients) {
            client.send("meet\n");
        }
        for (var client : clients) {
            assertThat(client.readLine()).startsWith("usher-");
        }
    }

    @Test
    void anInterruptIsNotLeftToTheNextClient() throws Exception {
        var other = connect();
        for (int i = 0; i < 10; i++) {
            assertThat(ask(connect(), "interrupt")).startsWith("usher-");
            assertThat(ask(other, "interrupted")).isEqualTo("false");
        }
    }

    @Test
    void whoHasWaitedHasAThreadForAWhile() throws Exception {
        assumeThat(engine).isNotEqualTo(Engine.PORTABLE);
        var waiting = connect();
        waiting.send("wait\n");
        waits.await();
        var own = served;
        while (own.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        over.countDown();
        assertThat(waiting.readLine()).isEqualTo(OWN);
        assertThat(ask(waiting, "name")).isEqualTo(OWN);
        assertThat(served).isSameAs(own);
        awaitLoop(waiting);
        assertThat(own.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void noThreadOutlivesTheServer() throws Exception {
        connect();
        var common = served;
        server.close();
        assertThat(common.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void anInterruptDoesNotKeepTheThreadBusy() throws Exception {
        assumeThat(engine).isNotEqualTo(Engine.PORTABLE); // a loop that waits is not seen to
        assertThat(ask(connect(), "interrupt")).isEqualTo(common());
        while (served.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        assertThat(served.isInterrupted()).isFalse();
    }
}
