package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Peer;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class AlarmTest {
    private final Transcript transcript = new Transcript();
    private final AtomicLong nanos = new AtomicLong();
    private final Alarm alarm = new Alarm(transcript.console(), nanos::get);

    private static Event defect(String message) {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 50312);
        return new Event.HandlerFailed(
                new Peer(17, "echo", address, address), new IllegalStateException(message));
    }

    @Test
    void aDefectIsShownWithItsStackTrace() {
        alarm.accept(defect("oh"));

        var lines = transcript.lines();
        assertThat(lines.getFirst()).isEqualTo("DEFECT at echo#17 127.0.0.1:50312");
        assertThat(lines.get(1)).isEqualTo("    java.lang.IllegalStateException: oh");
        assertThat(lines.get(2)).startsWith("        at dev.usher.cli.AlarmTest.defect(");
    }

    @Test
    void aFloodOfDefectsIsOneInASecondAndACount() {
        for (int i = 0; i < 1_001; i++) {
            alarm.accept(defect("flood"));
        }
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        alarm.accept(defect("flood"));
        alarm.accept(defect("flood"));
        alarm.end();

        assertThat(transcript.lines().stream().filter(line -> !line.startsWith(" ")))
                .containsExactly(
                        "DEFECT at echo#17 127.0.0.1:50312",
                        "DEFECT at echo#17 127.0.0.1:50312 (1,000 more were not shown)",
                        "1 more defect was not shown");
    }

    @Test
    void aMessageCannotFeignALineOfTheConsole() {
        alarm.accept(defect("x\nstopped: 0 clients served\033[2J"));

        assertThat(transcript.lines())
                .contains("    stopped: 0 clients served\\u001b[2J")
                .doesNotContain("stopped: 0 clients served");
    }

    @Test
    void aThreadThatDiesIsADefectToo() {
        alarm.uncaughtException(new Thread("usher-loop-0"), new OutOfMemoryError("heap"));

        assertThat(transcript.lines().getFirst()).isEqualTo("DEFECT at thread usher-loop-0");
    }

    @Test
    void clientsThatTheSystemCannotHandOverAreTold() {
        alarm.accept(
                new Event.AcceptFailed(
                        "echo", new IOException("Too many open files"), Duration.ofMillis(5)));

        assertThat(transcript.lines())
                .containsExactly("echo cannot accept clients: Too many open files; trying again");
    }

    @Test
    void aClientsFateIsNoAlarm() {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 50312);
        alarm.accept(
                new Event.Closed(
                        new Peer(1, "echo", address, address),
                        CloseReason.CLIENT_LOST,
                        new Event.Traffic(0, 0, 0, Duration.ZERO)));
        alarm.end();

        assertThat(transcript.lines()).isEmpty();
    }
}
