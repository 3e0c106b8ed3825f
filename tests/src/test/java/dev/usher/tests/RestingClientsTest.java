package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.ClientHandler;
import dev.usher.CloseReason;
import dev.usher.Engine;
import dev.usher.Event;
import dev.usher.Outbox;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** A client that says nothing for long costs no thread, and has one again when it speaks. */
@Timeout(60)
class RestingClientsTest {
    private static final Duration LONG = Duration.ofSeconds(2);

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final ManualClock clock = new ManualClock();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private Server start() throws IOException {
        return servers.start(clock, Server.on(0).answer(Lines.utf8(), this::answer));
    }

    private String answer(String line) {
        threads.add(Thread.currentThread());
        return line;
    }

    private static String ask(TestClient client, String line) throws IOException {
        client.send(line + "\n");
        return client.readLine();
    }

    /** A client that has had an answer, and then said nothing until it had no thread any more. */
    private TestClient resting(Server server) throws Exception {
        var client = servers.connect(server);
        assertThat(ask(client, "one")).isEqualTo("one");
        rest();
        return client;
    }

    private void rest() throws Exception {
        servers.await(
                "it has no thread",
                () -> {
                    clock.advance(LONG);
                    return !threads.getLast().isAlive() || isCommon(threads.getLast());
                });
    }

    /** Whether it serves all who have none. */
    private static boolean isCommon(Thread thread) {
        return thread.getName().startsWith("usher-loop") || thread.getName().equals("usher-turns");
    }

    @Test
    void whoeverWaitsForARequestNeedsNoThread() throws Exception {
        var client = resting(start());
        for (int i = 0; i < 3; i++) {
            assertThat(ask(client, "again")).isEqualTo("again");
        }
        assertThat(threads.subList(1, threads.size())).allMatch(RestingClientsTest::isCommon);
    }

    @Test
    void aClientThatHasSaidNothingYetRestsToo() throws Exception {
        var server = start();
        var client = servers.connect(server);
        servers.events().await(Event.Running.class, client);
        clock.advance(LONG);
        clock.advance(LONG);
        assertThat(ask(client, "hello")).isEqualTo("hello");
    }

    @Test
    void halfARequestIsWaitedForByItsThread() throws Exception {
        var client = resting(start());
        client.send("hel");
        clock.advance(LONG);
        clock.advance(LONG);
        assertThat(ask(client, "lo")).isEqualTo("hello");
    }

    @Test
    void whoRestsForTooLongIsToldSo() throws Exception {
        var client = resting(start());
        clock.advance(Duration.ofMinutes(11));
        assertThat(client.readLinesToEnd()).singleElement().asString().startsWith("ERROR late ");
        client.close();
        assertThat(reason(client)).isEqualTo(CloseReason.IDLE);
    }

    private CloseReason reason(TestClient client) throws Exception {
        return servers.events().await(Event.Closed.class, client).reason();
    }

    @Test
    void whoClosesWhileItRestsIsGone() throws Exception {
        var server = start();
        var closing = resting(server);
        closing.close();
        assertThat(reason(closing)).isEqualTo(CloseReason.CLIENT_CLOSED);
        var resetting = resting(server);
        resetting.reset();
        assertThat(reason(resetting)).isEqualTo(CloseReason.CLIENT_LOST);
    }

    @Test
    void aStopFindsWhoRests() throws Exception {
        var server = start();
        var client = resting(server);
        client.endOutput();
        assertThat(client.readLinesToEnd()).isEmpty();
        var other = resting(server);
        var drain = Thread.startVirtualThread(server::drain);
        assertThat(other.readLinesToEnd()).isEmpty();
        other.close();
        drain.join();
    }

    @Test
    void aCutFindsWhoRests() throws Exception {
        var server = start();
        var client = resting(server);
        server.cut();
        assertThat(client.awaitEnd()).isNotNull();
        assertThat(reason(client)).isIn(CloseReason.CUT, CloseReason.DRAINED);
    }

    @Test
    void aPushReachesWhoRests() throws Exception {
        var outbox = new AtomicReference<Outbox<String>>();
        var server =
                servers.start(
                        clock,
                        Server.on(0)
                                .serve(
                                        Lines.utf8(),
                                        (line, call) -> {
                                            outbox.set(call.outbox());
                                            return answer(line);
                                        }));
        var client = resting(server);
        outbox.get().send("news", Outbox.WhenFull.CLOSE);
        assertThat(client.readLine()).isEqualTo("news");
        assertThat(ask(client, "thanks")).isEqualTo("thanks");
    }

    @Test
    void handlersAndPipelinesKeepTheirThread() throws Exception {
        ClientHandler handler =
                connection -> {
                    var conversation = connection.speak(Lines.utf8());
                    for (String line; (line = conversation.read()) != null; ) {
                        conversation.send(answer(line));
                    }
                };
        var ordered =
                Server.on(0)
                        .named("ordered")
                        .pipeline(Pipeline.ordered(2))
                        .answer(Lines.utf8(), line -> line);
        var server = servers.start(clock, Server.on(0).named("raw").handle(handler), ordered);
        var client = servers.connect(TestClient.to(server.address("raw")));
        var other = servers.connect(TestClient.to(server.address("ordered")));
        assertThat(ask(client, "one")).isEqualTo("one");
        assertThat(ask(other, "one")).isEqualTo("one");
        clock.advance(LONG);
        clock.advance(LONG);
        assertThat(threads.getFirst().isAlive()).isTrue();
        assertThat(ask(client, "two")).isEqualTo("two");
        assertThat(ask(other, "two")).isEqualTo("two");
        assertThat(threads).hasSize(2);
        assertThat(threads.stream().distinct()).hasSize(1);
    }

    @Test
    void whoeverSpeaksWhileItIsAboutToRestIsHeard() throws Exception {
        var server = servers.start(clock, Server.on(0).answer(Lines.utf8(), this::answerLater));
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < 20; i++) {
                var random = new Random(i);
                done.add(people.submit(() -> chat(servers.connect(server), random)));
            }
            while (done.stream().anyMatch(client -> !client.isDone())) {
                clock.advance(LONG);
            }
            for (var client : done) {
                client.get();
            }
        }
        if (server.engine() != Engine.PORTABLE) { // there who has waited has a thread for a while
            assertThat(threads.stream().distinct().count()).isGreaterThan(40);
        }
    }

    private String answerLater(String line) throws InterruptedException {
        Thread.sleep(1);
        return answer(line);
    }

    private static Void chat(TestClient client, Random random) throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(ask(client, "hello " + i)).isEqualTo("hello " + i);
            Thread.sleep(random.nextInt(200));
        }
        client.close();
        return null;
    }
}
