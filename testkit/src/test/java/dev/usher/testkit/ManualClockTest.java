package dev.usher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Event;
import dev.usher.Server;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

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
    void whatIsDueHasHappenedWhenAnAdvanceReturns() throws Exception {
        var interrupted = new CountDownLatch(1);
        var working = new CountDownLatch(1);
        var listener =
                Server.on(0)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    working.countDown();
                                    try {
                                        new CountDownLatch(1).await();
                                    } catch (InterruptedException late) {
                                        interrupted.countDown();
                                    }
                                    return line;
                                });
        var client = servers.connect(servers.start(clock, listener));
        client.send("hello\n");
        working.await();
        clock.advance(Duration.ofSeconds(59));
        assertThat(interrupted.getCount()).isOne();
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.readLine()).isEqualTo("ERROR late answer took more than 60 s");
    }

    @Test
    void isMovedUntilItHasHadItsEffect() throws Exception {
        var listener = Server.on(0).answer(Lines.utf8(), line -> line);
        var client = servers.connect(servers.start(clock, listener));
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("hello");
        servers.await("the client was idle for too long", () -> isTold(client));
        assertThat(client.readLine()).isEqualTo("ERROR late next request took more than 600 s");
    }

    private boolean isTold(TestClient client) {
        clock.advance(Duration.ofMinutes(11));
        try {
            return client.available() > 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
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
