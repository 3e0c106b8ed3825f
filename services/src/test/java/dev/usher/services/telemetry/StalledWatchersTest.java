package dev.usher.services.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Watchers that stop reading while devices report as fast as they can: for three seconds, or as
 * long as {@code -Dtelemetry.stalled.seconds=60} says.
 */
@Timeout(600)
class StalledWatchersTest {
    private static final int WATCHERS = 5;
    private static final int BATCH = 100;
    private static final long MIB = 1 << 20;

    /** What they may have waiting for them together, twice, and what the measuring leaves open. */
    private static final long MOST_GROWTH = 64 * MIB;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    /** Keeps nothing, so that what grows is what waits for watchers. */
    private static final class Nowhere implements Readings {
        @Override
        public List<Reading> add(DeviceName device, List<Reading> readings, Instant now) {
            return readings;
        }

        @Override
        public void newest(DeviceName device, Span span, Visitor visitor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Known> devices(String prefix, String after, int limit) {
            return List.of();
        }

        @Override
        public Optional<Known> device(DeviceName name) {
            return Optional.empty();
        }
    }

    @Test
    void costAFixedAmountOfMemoryAndLearnWhatTheyLost() throws Exception {
        var telemetry = new Telemetry(new Nowhere(), CommandLog.inMemory());
        var listener = telemetry.on(Server.on(0));
        var patient = listener.deadlines(listener.deadlines().write(Duration.ofMinutes(5)));
        var server = servers.start(patient);
        var watchers = new ArrayList<TestClient>();
        for (int i = 0; i < WATCHERS; i++) {
            var watcher = servers.connect(TestClient.to(server).receiveBuffer(4096));
            watcher.send("watch *\n");
            assertThat(watcher.readLine()).isEqualTo("OK");
            watchers.add(watcher);
        }
        var device = servers.connect(server);

        long seconds = Integer.getInteger("telemetry.stalled.seconds", 3);
        long first = report(device, seconds);
        long before = usedMemory();
        long all = first + report(device, seconds);
        long growth = usedMemory() - before;

        System.out.printf("%,d readings, memory grew by %,d bytes%n", all, growth);
        assertThat(growth).isLessThan(MOST_GROWTH);
        for (var watcher : watchers) {
            assertHeardOfAll(watcher, all);
        }
    }

    /** Reports as fast as the server takes it; how many readings. */
    private static long report(TestClient device, long seconds) throws Exception {
        var report =
                IntStream.range(0, BATCH)
                        .mapToObj(n -> "{\"n\":" + n + ",\"text\":\"" + "x".repeat(50) + "\"}")
                        .collect(Collectors.joining(",", "report a [", "]\n"));
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long reported = 0;
        while (System.nanoTime() - end < 0) {
            device.send(report);
            assertThat(device.readLine()).isEqualTo("OK");
            reported += BATCH;
        }
        return reported;
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void assertHeardOfAll(TestClient watcher, long all) throws Exception {
        long lost = 0;
        long read = 0;
        while (read + lost < all) {
            var line = watcher.readLine();
            if (line.startsWith("LOST ")) {
                lost += Long.parseLong(line.substring(5));
            } else {
                assertThat(line).startsWith("READING a ");
                read++;
            }
        }
        assertThat(read + lost).isEqualTo(all);
        assertThat(lost).isPositive();
    }
}
