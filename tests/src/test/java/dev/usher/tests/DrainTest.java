package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.CloseReason;
import dev.usher.Deadlines;
import dev.usher.DrainReport;
import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;
import dev.usher.testkit.TestClient.End;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** How a server stops: nobody is let in, nobody is left behind, no answer is lost. */
class DrainTest {
    private static final String DRAINING = "BUSY retry-after=2 draining";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final ManualClock clock = new ManualClock();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

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
    void anUploadThatDoesNotGoOnIsCutAtTheEndOfTheGrace() throws Exception {
        var server =
                servers.start(
                        clock,
                        Server.on(0)
                                .serve(
                                        new UploadProtocol(),
                                        (_, call) -> "" + call.body(10).readAllBytes().length));
        var client = servers.connect(server);
        client.send("put 10\nhello");
        servers.events().await(Event.Running.class);

        var drain = start(server::drain);
        servers.events().await(Event.Draining.class);
        clock.advance(Duration.ofSeconds(11));

        assertReport(drain.get(), 0, 0, 1);
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
    void whoIsLeftAtTheEndOfTheGraceIsCut() throws Exception {
        var server = servers.start(clock, listener());
        var idle = servers.connect(server);
        var stuck = servers.connect(server);
        stuck.send("hold stubbornly\n");
        servers.await("the service is stuck", () -> gate.held() == 1);

        var drain = start(server::drain);
        assertThat(idle.readLinesToEnd()).isEmpty();
        idle.close();
        servers.events().await(Event.Closed.class, idle);
        assertThat(drain.isDone()).isFalse();
        clock.advance(Duration.ofSeconds(11));

        assertReport(drain.get(), 1, 0, 1);
        assertThat(drain.get().took()).isEqualTo(Duration.ofSeconds(11));
        assertThat(stuck.awaitEnd()).isEqualTo(End.RESET);
        assertThat(servers.events().await(Event.Closed.class, stuck).reason())
                .isEqualTo(CloseReason.CUT);
    }

    @Test
    void eachListenerHasAGraceOfItsOwn() throws Exception {
        var server =
                servers.start(
                        clock,
                        withGrace("patient", Duration.ofHours(1)),
                        withGrace("hasty", Duration.ofSeconds(1)));
        var kept = servers.connect(TestClient.to(server.address("patient")));
        var cut = servers.connect(TestClient.to(server.address("hasty")));
        kept.send("hold stubbornly\n");
        cut.send("hold stubbornly\n");
        servers.await("the services are stuck", () -> gate.held() == 2);
        var drain = start(server::drain);
        servers.events().await(2, Event.Draining.class);

        clock.advance(Duration.ofSeconds(2));

        assertThat(servers.events().await(Event.Closed.class, cut).reason())
                .isEqualTo(CloseReason.CUT);
        assertThat(servers.events().of(Event.Closed.class)).hasSize(1);
        assertThat(drain.isDone()).isFalse();
        clock.advance(Duration.ofHours(1));
        assertReport(drain.get(), 0, 0, 2);
        assertThat(servers.events().of(Event.Stopped.class))
                .extracting(stopped -> stopped.report().took())
                .containsExactly(Duration.ofHours(1).plusSeconds(2), Duration.ofSeconds(2));
    }

    private Listener withGrace(String name, Duration grace) {
        return listener().named(name).deadlines(Deadlines.defaults().drain(grace));
    }

    @Test
    void aClientThatDoesNotReadIsCutAtTheEndOfTheGraceToo() throws Exception {
        var server = servers.start(clock, listener());
        var client = servers.connect(TestClient.to(server).receiveBuffer(4096));
        client.send("huge\n");
        client.read(1);

        var drain = start(server::drain);
        servers.events().await(Event.Draining.class);
        clock.advance(Duration.ofSeconds(11));

        assertReport(drain.get(), 0, 0, 1);
    }

    @Test
    void whoWasServedOrToldAndOnlyDoesNotCloseIsNotCountedAsCut() throws Exception {
        var server =
                servers.start(
                        clock,
                        listener()
                                .limits(Limits.defaults().running(1).waiting(1))
                                .deadlines(Deadlines.defaults().drain(Duration.ofSeconds(1))));
        var running = servers.connect(server);
        var waiting = servers.connect(server);
        servers.events().await(Event.Waiting.class, waiting);

        var drain = start(server::drain);
        assertThat(running.readLinesToEnd()).isEmpty();
        assertThat(waiting.readLinesToEnd()).containsExactly(DRAINING);
        clock.advance(Duration.ofMillis(1500));

        assertReport(drain.get(), 1, 1, 0);
    }

    @Test
    void withoutGraceEverybodyIsCutAtOnce() throws Exception {
        var deadlines = Deadlines.defaults().drain(Duration.ZERO);
        var server = servers.start(listener().deadlines(deadlines));
        var stuck = servers.connect(server);
        stuck.send("hold stubbornly\n");
        servers.await("the service is stuck", () -> gate.held() == 1);
        assertReport(server.drain(), 0, 0, 1);
    }

    @Test
    void cuttingEndsTheGraceOfADrain() throws Exception {
        var server = servers.start(clock, listener());
        var stuck = servers.connect(server);
        stuck.send("hold stubbornly\n");
        servers.await("the service is stuck", () -> gate.held() == 1);
        var drain = start(server::drain);
        servers.events().await(Event.Draining.class);

        var report = server.cut();

        assertThat(report).isEqualTo(drain.get());
        assertReport(report, 0, 0, 1);
    }

    @Test
    void interruptingTheOneWhoDrainsCuts() throws Exception {
        var server = servers.start(clock, listener());
        var stuck = servers.connect(server);
        stuck.send("hold stubbornly\n");
        servers.await("the service is stuck", () -> gate.held() == 1);
        var drain = start(server::drain);
        servers.events().await(Event.Draining.class);
        drain.thread().interrupt();
        assertReport(drain.get(), 0, 0, 1);
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

    @Test
    void anEmptyServerStopsAtOnceThoughItsClockStandsStill() throws Exception {
        assertReport(servers.start(clock, listener()).drain(), 0, 0, 0);
    }

    /** A task on a thread that can be interrupted. */
    private record Running(FutureTask<DrainReport> task, Thread thread) {
        DrainReport get() throws Exception {
            return task.get();
        }

        boolean isDone() {
            return task.isDone();
        }
    }

    private static Running start(Callable<DrainReport> drain) {
        var task = new FutureTask<>(drain);
        return new Running(task, Thread.ofVirtual().name("drainer").start(task));
    }

    private static void assertReport(DrainReport report, int finished, int told, int cut) {
        assertThat(report).isEqualTo(new DrainReport(report.took(), finished, told, cut));
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

    private Listener listener() {
        return Server.on(0)
                .answer(
                        Lines.utf8(),
                        line -> {
                            switch (line) {
                                case "hold" -> gate.hold();
                                case "hold stubbornly" -> gate.holdStubbornly();
                                default -> {}
                            }
                            return line.equals("huge") ? "x".repeat(64 << 20) : line;
                        });
    }
}
