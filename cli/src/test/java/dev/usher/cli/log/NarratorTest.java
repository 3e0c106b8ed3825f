package dev.usher.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.DrainReport;
import dev.usher.Event;
import dev.usher.Failure;
import dev.usher.Limits;
import dev.usher.ListenerStatus;
import dev.usher.Occupancy;
import dev.usher.Peer;

import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

class NarratorTest {
    private static final InetSocketAddress ADDRESS =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 50312);
    private static final Peer PEER = new Peer(4, "echo", ADDRESS, ADDRESS);
    private static final Occupancy FULL = new Occupancy(3, 3, 2, 2);

    private static List<String> told(Event... events) {
        var transcript = new Transcript();
        narrate(transcript, events);
        return transcript.untimed();
    }

    private static void narrate(Transcript transcript, Event... events) {
        var narrator = new Narrator(transcript.logger());
        for (var event : events) {
            narrator.accept(event);
        }
    }

    private static Event.Closed left(long requests) {
        return new Event.Closed(
                PEER,
                CloseReason.CLIENT_CLOSED,
                new Event.Traffic(requests, 1800, 6, Duration.ofMillis(15)));
    }

    @Test
    void theLifeOfAClientIsALineForEachEvent() {
        assertThat(
                        told(
                                new Event.Waiting(PEER, FULL),
                                new Event.Running(PEER, Duration.ofMillis(1204), FULL),
                                left(1)))
                .containsExactly(
                        "echo#4 127.0.0.1:50312 waits running=3/3 waiting=2/2",
                        "echo#4 127.0.0.1:50312 runs running=3/3 waiting=2/2" + " waited=1.204 s",
                        "echo#4 127.0.0.1:50312 left: client closed;"
                                + " 1 request, 1,800 bytes in, 6 out, 0.015 s");
    }

    @Test
    void aRefusalTellsWhy() {
        var busy =
                new Failure.Busy(Failure.Full.ADDRESS_HAS_ITS_SHARE, FULL, Duration.ofSeconds(2));
        assertThat(
                        told(
                                new Event.Refused(PEER, busy),
                                new Event.Refused(
                                        PEER, new Failure.Draining(Duration.ofSeconds(2)))))
                .containsExactly(
                        "echo#4 127.0.0.1:50312 is refused:"
                                + " address has its share running=3/3 waiting=2/2",
                        "echo#4 127.0.0.1:50312 is refused: draining");
    }

    @Test
    void theLifeOfAListenerIsToldToo() {
        var status = new ListenerStatus("echo", ADDRESS, FULL, 9, 8, 7, 6, 5, 0);
        assertThat(
                        told(
                                new Event.Started("echo", ADDRESS, Limits.defaults()),
                                new Event.AcceptFailed(
                                        "echo",
                                        new IOException("Too many open files"),
                                        Duration.ofMillis(5)),
                                new Event.LimitsChanged("echo", Limits.defaults()),
                                new Event.Draining("echo", Duration.ofSeconds(10)),
                                new Event.Stopped(
                                        status, new DrainReport(Duration.ofMillis(300), 3, 2, 0))))
                .containsExactly(
                        "echo accepts clients at 127.0.0.1:50312",
                        "WARN echo cannot accept clients: Too many open files;"
                                + " trying again in 0.005 s",
                        "echo may now have running=10000 waiting=1000",
                        "echo accepts nobody any more; grace 10 s",
                        "echo stopped after 0.3 s");
    }

    @Test
    void atInformationAClientIsOneLine() {
        var transcript = new Transcript(LogSettings.in(LogSettings.Format.TEXT).level(Level.INFO));
        narrate(
                transcript,
                new Event.Waiting(PEER, FULL),
                new Event.Running(PEER, Duration.ofMillis(1204), FULL),
                left(2),
                new Event.Refused(PEER, new Failure.Draining(Duration.ofSeconds(2))));

        assertThat(transcript.untimed())
                .containsExactly(
                        "echo#4 127.0.0.1:50312 left: client closed;"
                                + " 2 requests, 1,800 bytes in, 6 out, 0.015 s");
    }

    @Test
    void peopleAreNotToldOfClientsUnlessTheyAsk() {
        var transcript = new Transcript(LogSettings.in(LogSettings.Format.TEXT));
        narrate(transcript, new Event.Started("echo", ADDRESS, Limits.defaults()), left(1));

        assertThat(transcript.lines()).isEmpty();
    }

    @Test
    void aDefectIsShownWithItsStackTrace() {
        var lines = told(new Event.HandlerFailed(PEER, new IllegalStateException("oh")));

        assertThat(lines)
                .startsWith(
                        "ERROR DEFECT at echo#4 127.0.0.1:50312",
                        "    java.lang.IllegalStateException: oh");
        assertThat(lines.get(2)).startsWith("        at dev.usher.cli.log.NarratorTest.");
    }

    @Test
    void aMessageCannotFeignALineOfTheServer() {
        var feigned = "x\nstopped: 0 clients served\033[2J";

        assertThat(told(new Event.HandlerFailed(PEER, new IllegalStateException(feigned))))
                .contains("    stopped: 0 clients served\\u001b[2J")
                .doesNotContain("stopped: 0 clients served");
        assertThat(told(new Event.AcceptFailed("echo", new IOException(feigned), Duration.ZERO)))
                .containsExactly(
                        "WARN echo cannot accept clients: x\\u000astopped: 0 clients"
                                + " served\\u001b[2J; trying again in 0 s");
    }
}
