package dev.usher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Event;
import dev.usher.Server;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;

/** The time that a test moves. */
class ManualClockTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final ManualClock clock = new ManualClock();

    @Test
    void standsStillUntilItIsMoved() {
        long before = clock.nanos();
        assertThat(clock.nanos()).isEqualTo(before);
        clock.advance(Duration.ofMillis(1));
        assertThat(clock.nanos() - before).isEqualTo(1_000_000);
        assertThat(clock).hasToString("PT0.001S");
    }

    @Test
    void neverGoesBack() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsDueAfterAnAdvanceHasHappenedWhenItReturns() throws Exception {
        var listener = Server.on(0).answer(Lines.utf8(), line -> line);
        var client = servers.connect(servers.start(clock, listener));
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("hello");
        clock.advance(Duration.ofSeconds(599));
        client.send("in time\n");
        assertThat(client.readLine()).isEqualTo("in time");
        clock.advance(Duration.ofSeconds(601));
        client.send("too late\n");
        assertThat(client.readLine()).isEqualTo("ERROR late next request took more than 600 s");
    }

    @Test
    void doesNotWaitForAServerThatHasEnded() throws Exception {
        var server = servers.start(clock, Server.on(0).answer(Lines.utf8(), line -> line));
        server.close();
        servers.events().await(Event.Stopped.class);
        clock.advance(Duration.ofHours(1));
        assertThat(clock.servers()).isOne();
    }
}
