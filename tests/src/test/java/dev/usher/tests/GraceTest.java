package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Deadlines;
import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.testkit.TestClient;
import dev.usher.testkit.TestClient.End;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** How long a server that stops waits for its clients, and who is cut off then. */
class GraceTest extends Stopping {
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
    void anEmptyServerStopsAtOnceThoughItsClockStandsStill() throws Exception {
        assertReport(servers.start(clock, listener()).drain(), 0, 0, 0);
    }
}
