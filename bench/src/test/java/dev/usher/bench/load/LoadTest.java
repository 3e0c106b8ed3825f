package dev.usher.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(20)
class LoadTest {
    private static final Duration TIME = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(5);

    @ParameterizedTest
    @EnumSource(
            value = Shape.Kind.class,
            names = {"CLOSED_LOOP", "RECONNECT", "SLOW_READER"})
    void countsWhatAServerAnswers(Shape.Kind kind) throws Exception {
        try (var server = Server.on(0).answer(Lines.utf8(), line -> line).start()) {
            var taken = measure(shape(kind, 3, 5, Duration.ZERO), server.port(), 2);
            var measured = taken.measured();
            double batches = measured.latencies().getTotalCount();
            assertThat(batches).isPositive();
            assertThat(measured.perSecond() * taken.seconds())
                    .as("five lines a batch, in no more time than all of it took")
                    .isGreaterThanOrEqualTo(batches * 5);
            assertThat(measured.latencies().getMinValue()).isPositive();
            assertThat(measured.busy()).isBetween(0.0, 1.1);
        }
    }

    /** What was measured, and how long that took at the most. */
    private record Taken(Measurement measured, double seconds) {}

    /** Measures for longer if nothing was answered, as may be on a machine that is busy. */
    private static Taken measure(Shape shape, int port, int threads)
            throws IOException, InterruptedException {
        for (var time = TIME; ; time = time.multipliedBy(4)) {
            try (var load = new Load(shape, port, threads)) {
                long began = System.nanoTime();
                var measured = load.measure(time);
                if (measured.perSecond() > 0 || time.compareTo(LONG) > 0) {
                    return new Taken(measured, (System.nanoTime() - began) / 1e9);
                }
            }
        }
    }

    @Test
    void takesTheTimeOfWholeBatches() throws Exception {
        var pause = Duration.ofMillis(5);
        try (var server = Server.on(0).answer(Lines.utf8(), line -> sleep(line, pause)).start()) {
            var taken = measure(shape(Shape.Kind.CLOSED_LOOP, 4, 3, pause), server.port(), 1);
            assertThat(taken.measured().latencies().getMinValue())
                    .as("three lines of 5 ms each")
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(14));
        }
    }

    private static String sleep(String line, Duration pause) throws InterruptedException {
        Thread.sleep(pause);
        return line;
    }

    @Test
    void noticesAChangedByte() throws Exception {
        refuses(line -> line.replace('e', 'E'), "came back changed");
    }

    @Test
    void noticesALongerAnswer() throws Exception {
        refuses(line -> line + line, "than it was asked for", "came back changed");
    }

    @Test
    void noticesWhatTheSlowReaderGets() throws Exception {
        var answered = new AtomicInteger();
        Listener.Answer<String, String> late =
                line -> answered.incrementAndGet() > 64 ? line.replace('e', 'E') : line;
        try (var server = Server.on(0).answer(Lines.utf8(), late).start();
                var reader = new SlowReader(server.port())) {
            await(reader);
        }
    }

    private static void await(SlowReader reader) {
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                reader.check();
                                Thread.onSpinWait();
                            }
                        })
                .isInstanceOf(WrongAnswer.class);
    }

    @Test
    void noticesAServerThatHangsUp() throws Exception {
        try (var server = Server.on(0).handle(connection -> connection.input().read()).start()) {
            assertThatThrownBy(() -> measure(server.port())).isInstanceOf(IOException.class);
        }
    }

    private static void refuses(Listener.Answer<String, String> answer, String... messages)
            throws Exception {
        try (var server = Server.on(0).answer(Lines.utf8(), answer).start()) {
            assertThatThrownBy(() -> measure(server.port()))
                    .isInstanceOf(WrongAnswer.class)
                    .message()
                    .containsAnyOf(messages);
        }
    }

    private static void measure(int port) throws IOException, InterruptedException {
        measure(shape(Shape.Kind.CLOSED_LOOP, 31, 20, Duration.ZERO), port, 1);
    }

    @Test
    void clientsOfOneThreadAreNoneOfAnother() throws Exception {
        var limits = Limits.defaults().running(10);
        try (var server = Server.on(0).limits(limits).answer(Lines.utf8(), line -> line).start();
                var clients =
                        new Clients(
                                shape(Shape.Kind.IDLE, 10, 1, Duration.ZERO),
                                server.port(),
                                true)) {
            assertThat(clients.every(3, 0))
                    .hasSize(4)
                    .doesNotContainAnyElementsOf(clients.every(3, 1));
            assertThat(server.status().getFirst().occupancy().running()).isEqualTo(10);
        }
    }

    private static Shape shape(Shape.Kind kind, int connections, int depth, Duration delay) {
        return new Shape("test", kind, connections, depth, 32, delay);
    }
}
