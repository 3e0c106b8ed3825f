package dev.usher.cli;

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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class NarratorTest {
    private static final InetSocketAddress ADDRESS =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 50312);
    private static final Peer PEER = new Peer(4, "echo", ADDRESS, ADDRESS);
    private static final Occupancy FULL = new Occupancy(3, 3, 2, 2);

    private static List<String> told(Event... events) {
        var transcript = new Transcript();
        var clock = Clock.fixed(Instant.parse("2026-11-20T12:04:05.123Z"), ZoneOffset.UTC);
        var narrator = new Narrator(transcript.console(), clock);
        for (var event : events) {
            narrator.accept(event);
        }
        return transcript.lines();
    }

    @Test
    void theLifeOfAClientIsALineForEachEvent() {
        assertThat(
                        told(
                                new Event.Waiting(PEER, FULL),
                                new Event.Running(PEER, Duration.ofMillis(1204), FULL),
                                new Event.HandlerFailed(PEER, new IOException("no")),
                                new Event.Closed(
                                        PEER,
                                        CloseReason.CLIENT_CLOSED,
                                        new Event.Traffic(1, 1800, 6, Duration.ofMillis(15)))))
                .containsExactly(
                        "12:04:05.123 echo#4 127.0.0.1:50312 waits running=3/3 waiting=2/2",
                        "12:04:05.123 echo#4 127.0.0.1:50312 runs running=3/3 waiting=2/2"
                                + " waited=1.204 s",
                        "12:04:05.123 echo#4 127.0.0.1:50312 met a defect:"
                                + " java.io.IOException: no",
                        "12:04:05.123 echo#4 127.0.0.1:50312 left: client closed;"
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
                        "12:04:05.123 echo#4 127.0.0.1:50312 is refused:"
                                + " address has its share running=3/3 waiting=2/2",
                        "12:04:05.123 echo#4 127.0.0.1:50312 is refused: draining");
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
                        "12:04:05.123 echo cannot accept: Too many open files;"
                                + " trying again in 0.005 s",
                        "12:04:05.123 echo may now have running=10000 waiting=1000",
                        "12:04:05.123 echo accepts nobody any more; grace 10 s",
                        "12:04:05.123 echo stopped after 0.3 s");
    }

    @Test
    void textOfClientsIsMadeHarmless() {
        assertThat(told(new Event.HandlerFailed(PEER, new IOException("a\nb\033[2J"))))
                .singleElement()
                .asString()
                .endsWith("java.io.IOException: a\\u000ab\\u001b[2J");
    }
}
