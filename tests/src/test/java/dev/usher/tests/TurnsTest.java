package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Call;
import dev.usher.Engine;
import dev.usher.Server;
import dev.usher.TimeSource;
import dev.usher.protocol.Lines;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;

/**
 * Requests that the thread of a loop answers itself: whoever has to wait meanwhile keeps that
 * thread, and the loop gets another one. There is one loop, so that all clients meet.
 */
@Timeout(60)
class TurnsTest {
    private static final String LOOP = "usher-loop-0";
    private static final String OWN = "usher-client";
    private static final String LOOPS = "usher.engine.loops";
    private static final int MORE_THAN_SOCKETS_TAKE = 16 << 20;

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final CountDownLatch waits = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Exchanger<Thread> exchanger = new Exchanger<>();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        System.setProperty(LOOPS, "1");
        try {
            var listener = Server.on(0).named("turns").serve(Lines.utf8(), this::answer);
            server = Server.start(Engine.PORTABLE, TimeSource.system(), List.of(listener));
        } finally {
            System.clearProperty(LOOPS);
        }
        toClose.add(server);
    }

    @AfterEach
    void close() throws Exception {
        over.countDown();
        for (var resource : toClose.reversed()) {
            resource.close();
        }
    }

    private String answer(String line, Call<String> call) throws InterruptedException {
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
    private TestClient connect() throws IOException {
        var client = TestClient.to(server.address("turns")).connect();
        toClose.add(client);
        awaitLoop(client);
        return client;
    }

    /** Asks until the loop answers: it does not for a while after it was held. */
    private static void awaitLoop(TestClient client) throws IOException {
        while (!ask(client, "name").equals(LOOP)) {
            Thread.onSpinWait();
        }
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
        var interrupting = connect();
        var other = connect();
        for (int i = 0; i < 10; i++) {
            interrupting.send("interrupt\n");
            assertThat(ask(other, "interrupted")).isEqualTo("false");
        }
    }
}
