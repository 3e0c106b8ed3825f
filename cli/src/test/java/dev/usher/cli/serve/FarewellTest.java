package dev.usher.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.DrainReport;
import dev.usher.ListenerStatus;
import dev.usher.Occupancy;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

class FarewellTest {
    private static ListenerStatus listener(long served, long refused, long gaveUp, long requests) {
        return new ListenerStatus(
                "echo",
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 12001),
                new Occupancy(0, 1, 0, 1),
                served + refused + gaveUp,
                served,
                refused,
                gaveUp,
                requests,
                0);
    }

    @Test
    void itCountsWhatAllListenersDid() {
        var listeners = List.of(listener(800, 12, 0, 40_000), listener(12, 0, 1, 233));
        assertThat(Farewell.text(listeners, new DrainReport(Duration.ofMillis(300), 5, 0, 2)))
                .isEqualTo(
                        "stopped: 812 clients served (40,233 requests), 12 refused, 1 gave up;"
                                + " drained in 0.3 s, 2 cut");
    }
}
