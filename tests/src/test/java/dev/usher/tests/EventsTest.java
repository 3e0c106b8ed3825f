package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Deadlines;
import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Peer;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a server tells about its clients while many come and go at once. */
class EventsTest {
    private static final int CLIENTS = 8;
    private static final int TIMES = 400;

    /** Every way through a server; a defect may be told of besides. */
    private static final Set<List<String>> LIVES =
            Set.of(
                    List.of("Running", "Closed"),
                    List.of("Waiting", "Running", "Closed"),
                    List.of("Waiting", "Closed"),
                    List.of("Waiting", "Refused", "Closed"),
                    List.of("Refused", "Closed"));

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void theEventsOfAClientComeInTheOrderOfItsLife() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .limits(
                                        Limits.defaults()
                                                .running(1)
                                                .waiting(4)
                                                .patience(Duration.ofMillis(1)))
                                .deadlines(Deadlines.defaults().firstByte(Duration.ofHours(1)))
                                .answer(Lines.utf8(), line -> line));
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            threads.add(Thread.ofPlatform().start(() -> comeAndGo(server)));
        }
        for (var thread : threads) {
            thread.join();
        }
        servers.events().await(CLIENTS * TIMES, Event.Closed.class);

        var lives = new TreeSet<String>();
        lives().forEach((peer, life) -> {
            assertThat(LIVES).as("the life of %s", peer).contains(life);
            lives.add(life.toString());
        });
        assertThat(lives).hasSizeGreaterThan(2);
    }

    @Test
    void aClientIsSaidToWaitBeforeItIsSaidToRun() throws Exception {
        var gate = new Gate();
        var server =
                servers.start(
                        Server.on(0)
                                .limits(Limits.defaults().running(1).waiting(1))
                                .events(event -> holdIfWaiting(event, gate))
                                .answer(Lines.utf8(), line -> line));
        var first = servers.connect(server);
        servers.events().await(Event.Running.class, first);
        var second = servers.connect(server);
        servers.await("the wait is being told", () -> gate.held() == 1);
        first.close();
        servers.await(
                "its turn has come", () -> server.status().getFirst().occupancy().waiting() == 0);
        gate.open();
        servers.events().await(Event.Waiting.class, second);
        second.close();
        servers.events().await(Event.Closed.class, second);
        assertThat(lives().values()).last().isEqualTo(List.of("Waiting", "Running", "Closed"));
    }

    @Test
    void whoHearsOfAnEndHoldsUpNobody() throws Exception {
        var gate = new Gate();
        var server =
                servers.start(
                        Server.on(0)
                                .events(event -> holdIfClosed(event, gate))
                                .serve(
                                        Lines.utf8(),
                                        (line, call) -> {
                                            call.hangUp();
                                            return line;
                                        }));
        var first = servers.connect(server);
        first.send("bye\n");
        assertThat(first.readLinesToEnd()).containsExactly("bye");
        first.close();
        servers.await("its end is being told", () -> gate.held() == 1);
        var second = servers.connect(server);
        second.send("hello\n");
        assertThat(second.readLine()).isEqualTo("hello");
        gate.open();
    }

    private static void holdIfClosed(Event event, Gate gate) {
        if (event instanceof Event.Closed) {
            gate.holdStubbornly();
        }
    }

    private static void holdIfWaiting(Event event, Gate gate) {
        if (event instanceof Event.Waiting) {
            gate.holdStubbornly();
        }
    }

    private static void comeAndGo(Server server) {
        for (int i = 0; i < TIMES; i++) {
            try (var client = TestClient.to(server).connect()) {
                if (i % 2 == 0) {
                    client.send("hello\n");
                    client.readLine();
                }
            } catch (IOException turnedAway) {
                // which is one of the lives
            }
        }
    }

    private Map<Peer, List<String>> lives() {
        var lives = new LinkedHashMap<Peer, List<String>>();
        for (var event : servers.events().of(Event.OfClient.class)) {
            lives.computeIfAbsent(event.peer(), peer -> new ArrayList<>())
                    .add(event.getClass().getSimpleName());
        }
        return lives;
    }
}
