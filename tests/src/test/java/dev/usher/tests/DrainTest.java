package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** How a server stops: nobody is let in, nobody is left behind, no answer is lost. */
class DrainTest extends Stopping {
    static Stream<Pipeline> pipelines() {
        return Stream.of(Pipeline.sequential(), Pipeline.ordered(4), Pipeline.unordered(4));
    }

    @Test
    void anIdleClientJustSeesTheEnd() throws Exception {
        var server = servers.start(listener());
        var client = servers.connect(server);
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("hello");
        var silent = servers.connect(server);
        servers.events().await(Event.Running.class, silent);

        var drain = start(server::drain);

        for (var idle : new TestClient[] {client, silent}) {
            assertThat(idle.readLinesToEnd()).isEmpty();
            idle.close();
            assertThat(servers.events().await(Event.Closed.class, idle).reason())
                    .isEqualTo(CloseReason.DRAINED);
        }
        assertReport(drain.get(), 2, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void requestsThatHaveArrivedAreAnswered(Pipeline pipeline) throws Exception {
        var server = servers.start(listener().pipeline(pipeline));
        var client = servers.connect(server);
        client.send("hold\n".repeat(10));
        servers.await("requests are running", () -> gate.held() > 0);

        var drain = start(server::drain);
        servers.events().await(Event.Draining.class);
        awaitRefusal(server);
        gate.open();

        assertThat(client.readLinesToEnd()).containsOnly("hold").hasSize(10);
        client.close();
        assertReport(drain.get(), 1, 0, 0);
    }

    @Test
    void whatIsOnItsWayWhenADrainBeginsIsAnswered() throws Exception {
        var clients = new ConcurrentLinkedQueue<TestClient>();
        var server =
                servers.start(
                        listener()
                                .events(event -> {
                                    if (event instanceof Event.Draining) {
                                        clients.forEach(DrainTest::sendHello);
                                    }
                                }));
        for (int i = 0; i < 20; i++) {
            clients.add(servers.connect(server));
        }
        servers.events().await(20, Event.Running.class);

        var drain = start(server::drain);

        for (var client : clients) {
            assertThat(client.readLinesToEnd()).containsExactly("hello");
            client.close();
        }
        assertReport(drain.get(), 20, 0, 0);
    }

    private static void sendHello(TestClient client) {
        try {
            client.send("hello\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aClientInTheMiddleOfARequestIsTold() throws Exception {
        var server = servers.start(listener());
        var client = servers.connect(server);
        client.send("hello\nhel");
        assertThat(client.readLine()).isEqualTo("hello");

        var drain = start(server::drain);

        assertThat(client.readLinesToEnd()).containsExactly(DRAINING);
        client.close();
        assertReport(drain.get(), 1, 0, 0);
    }

    @Test
    void anUploadThatHasBegunMayBeFinished() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .serve(
                                        new UploadProtocol(),
                                        (line, call) -> {
                                            long length = UploadProtocol.length(line);
                                            call.body(length).skipNBytes(length);
                                            return "got " + length;
                                        }));
        var client = servers.connect(server);
        client.send("put 10\nhello");
        var idle = servers.connect(server);
        servers.events().await(2, Event.Running.class);

        var drain = start(server::drain);
        assertThat(idle.readLinesToEnd()).isEmpty();
        idle.close();
        client.send("world");

        assertThat(client.readLinesToEnd()).containsExactly("got 10");
        client.close();
        assertReport(drain.get(), 2, 0, 0);
    }

    @Test
    void aHandlerMayFinishWhatItHasBegun() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .handlers(_ ->
                                        connection -> {
                                            connection.input().skip(5);
                                            try (var _ = connection.begin()) {
                                                connection.output().write('>');
                                                connection.input().skip(5);
                                                connection.output().write('!');
                                            }
                                            connection.input().skip(5);
                                        }));
        var client = servers.connect(server);
        client.send("hello");
        assertThat(client.read(1)).asString().isEqualTo(">");
        var idle = servers.connect(server);
        servers.events().await(2, Event.Running.class);

        var drain = start(server::drain);
        assertThat(idle.readToEnd()).isEmpty();
        idle.close();
        client.send("world");

        assertThat(client.readToEnd()).asString().isEqualTo("!");
        client.close();
        assertReport(drain.get(), 2, 0, 0);
    }

    @Test
    void clientsThatWaitAreToldToComeBackLater() throws Exception {
        var server = servers.start(listener().limits(Limits.defaults().running(1).waiting(2)));
        var running = servers.connect(server);
        running.send("hold\n");
        servers.await("the request is running", () -> gate.held() == 1);
        var first = servers.connect(server);
        var second = servers.connect(server);
        second.send("a request\n");
        servers.events().await(2, Event.Waiting.class);

        var drain = start(server::drain);

        for (var waiting : new TestClient[] {first, second}) {
            assertThat(waiting.readLinesToEnd()).containsExactly(DRAINING);
            waiting.close();
            assertThat(servers.events().await(Event.Closed.class, waiting).reason())
                    .isEqualTo(CloseReason.DRAINED);
        }
        gate.open();
        assertThat(running.readLinesToEnd()).containsExactly("hold");
        running.close();
        assertReport(drain.get(), 1, 2, 0);
    }

    @Test
    void newConnectionsAreRefused() throws Exception {
        var server = servers.start(listener());
        var running = servers.connect(server);
        running.send("hold\n");
        servers.await("the request is running", () -> gate.held() == 1);
        var drain = start(server::drain);
        servers.events().await(Event.Draining.class);

        assertThatThrownBy(() -> servers.connect(server)).isInstanceOf(ConnectException.class);

        gate.open();
        assertThat(running.readLinesToEnd()).containsExactly("hold");
        running.close();
        drain.get();
    }

    @Test
    void theLastEventsOfAServerTellWhatBecameOfIt() throws Exception {
        var server = servers.start(listener());
        var client = servers.connect(server);
        client.send("hello\nhello\n");
        assertThat(client.readLines(2)).containsOnly("hello");
        client.close();
        servers.events().await(Event.Closed.class, client);

        var report = server.drain();

        var stopped = servers.events().await(Event.Stopped.class);
        assertThat(stopped.report()).isEqualTo(report);
        assertThat(stopped.status()).isEqualTo(server.status().getFirst());
        assertThat(stopped.status().requests()).isEqualTo(2);
        assertThat(servers.events().all()).last().isEqualTo(stopped);
    }

    @Test
    void aServerThatHasStoppedStaysStopped() throws Exception {
        var server = servers.start(listener());
        assertThat(server.join(Duration.ZERO)).isFalse();
        var report = server.drain();
        assertThat(server.drain()).isEqualTo(report);
        assertThat(server.cut()).isEqualTo(report);
        server.close();
        server.join();
        assertThat(server.join(Duration.ZERO)).isTrue();
        assertThat(server.join(ChronoUnit.FOREVER.getDuration())).isTrue();
        assertThat(servers.events().of(Event.Stopped.class)).hasSize(1);
    }

    private void awaitRefusal(Server server) {
        servers.await("nobody is let in", () -> isRefused(server));
    }

    private boolean isRefused(Server server) {
        try {
            servers.connect(server).close();
            return false;
        } catch (IOException refused) {
            return refused instanceof ConnectException;
        }
    }
}
