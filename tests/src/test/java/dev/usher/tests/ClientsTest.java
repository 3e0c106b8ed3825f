package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.ClientStatus;
import dev.usher.ClientStatus.State;
import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** What a server tells of its clients, and how one of them is cut off. */
class ClientsTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final CountDownLatch release = new CountDownLatch(1);

    static Stream<Pipeline> pipelines() {
        return Stream.of(Pipeline.sequential(), Pipeline.ordered(4), Pipeline.unordered(4));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void itTellsWhatEachIsDoing(Pipeline pipeline) throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .named("upper")
                                .limits(Limits.defaults().running(3).waiting(2))
                                .pipeline(pipeline)
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            if (line.startsWith("wait")) {
                                                release.await();
                                            }
                                            return line;
                                        }));
        var idle = servers.connect(server);
        idle.send("hello\n");
        assertThat(idle.readLine()).isEqualTo("hello");
        var reading = servers.connect(server);
        reading.send("hel");
        var serving = servers.connect(server);
        assertThat(server.clients("upper")).isNotEmpty(); // from now on watched
        serving.send("wait for me\n");
        servers.await("three run", () -> server.status().getFirst().occupancy().running() == 3);
        var first = servers.connect(server);
        servers.await("one waits", () -> server.status().getFirst().occupancy().waiting() == 1);
        var second = servers.connect(server);

        servers.await(
                "each in its state",
                () ->
                        states(server)
                                .equals(
                                        List.of(
                                                State.IDLE,
                                                State.READING,
                                                State.SERVING,
                                                State.WAITING,
                                                State.WAITING)));
        var clients = server.clients("upper");
        assertThat(clients.stream().map(ClientStatus::place)).containsExactly(0, 0, 0, 1, 2);
        assertThat(clients.stream().map(client -> client.peer().remote()))
                .containsExactly(
                        idle.address(),
                        reading.address(),
                        serving.address(),
                        first.address(),
                        second.address());
        assertThat(clients.getFirst().requests()).isEqualTo(1);
        assertThat(clients.getFirst().bytesIn()).isEqualTo(6);
        assertThat(clients.getFirst().bytesOut()).isEqualTo(6);
        // Who has a thread is being served, before its request is known.
        servers.await("its request is shown", () -> "wait for me".equals(request(server, 2)));
        servers.await(
                "its age grows",
                () -> server.clients("upper").get(2).serving().compareTo(Duration.ZERO) > 0);
        release.countDown();
        assertThat(serving.readLine()).isEqualTo("wait for me");
        servers.await("it is idle", () -> states(server).get(2) == State.IDLE);
        assertThat(server.clients("upper").get(2).request()).isNull();
    }

    private static @Nullable String request(Server server, int client) {
        return server.clients("upper").get(client).request();
    }

    private static List<State> states(Server server) {
        return server.clients("upper").stream().map(ClientStatus::state).toList();
    }

    @Test
    void aClientThatTakesNothingIsWaitedFor() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .named("upper")
                                .answer(Lines.utf8(), line -> "x".repeat(60_000)));
        var client = servers.connect(TestClient.to(server).receiveBuffer(4096));
        var sending = client.sendMeanwhile("more\n".repeat(1_000));
        servers.await("it is written to", () -> states(server).equals(List.of(State.WRITING)));
        assertThat(client.readLines(1_000)).hasSize(1_000);
        sending.join();
    }

    @Test
    void theTextOfARequestIsCutToItsBeginning() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .named("upper")
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            release.await();
                                            return line;
                                        }));
        assertThat(server.clients("upper")).isEmpty();
        var client = servers.connect(server);
        client.send("x".repeat(1_000) + "\n");
        servers.await("it is there", () -> states(server).size() == 1);
        servers.await("its request is shown", () -> request(server, 0) != null);
        assertThat(request(server, 0)).isEqualTo("x".repeat(100) + "…");
        release.countDown();
        client.readLine();
    }

    @Test
    void oneIsCutOffAndItsPlaceIsFree() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .named("upper")
                                .limits(Limits.defaults().running(1).waiting(1))
                                .answer(Lines.utf8(), line -> line));
        var first = servers.connect(server);
        first.send("hello\n");
        assertThat(first.readLine()).isEqualTo("hello");
        var second = servers.connect(server);
        second.send("my turn\n");
        servers.await("one waits", () -> server.status().getFirst().occupancy().waiting() == 1);
        long id = server.clients("upper").getFirst().peer().id();

        assertThat(server.cut(id)).isTrue();

        assertThat(second.readLine()).isEqualTo("my turn");
        var closed = servers.events().await(Event.Closed.class, first);
        assertThat(closed.reason()).isEqualTo(CloseReason.CUT);
        assertThat(server.cut(id)).isFalse();
        assertThat(server.cut(-1)).isFalse();
    }
}
