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

    @ParameterizedTest
    @EnumSource(
            value = Shape.Kind.class,
            names = {"CLOSED_LOOP", "RECONNECT", "SLOW_READER"})
    void countsWhatAServerAnswers(Shape.Kind kind) throws Exception {
        try (var server = Server.on(0).answer(Lines.utf8(), line -> line).start();
                var load = new Load(shape(kind, 3, 5, Duration.ZERO), server.port(), 2)) {
            var measured = load.measure(TIME);
            double batches = measured.latencies().getTotalCount();
            assertThat(batches).isPositive();
            assertThat(measured.perSecond() * TIME.toMillis() / 1000)
                    .as("five lines a batch, within what a busy machine does to the time")
                    .isBetween(batches * 5 / 4, batches * 5 * 4);
            assertThat(measured.latencies().getMinValue()).isPositive();
            assertThat(measured.busy()).isBetween(0.0, 1.1);
        }
    }

    @Test
    void takesTheTimeOfWholeBatches() throws Exception {
        var pause = Duration.ofMillis(5);
        try (var server = Server.on(0).answer(Lines.utf8(), line -> sleep(line, pause)).start();
                var load = new Load(shape(Shape.Kind.CLOSED_LOOP, 4, 3, pause), server.port(), 1)) {
            assertThat(load.measure(TIME).latencies().getMinValue())
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
        var shape = shape(Shape.Kind.CLOSED_LOOP, 31, 20, Duration.ZERO);
        try (var load = new Load(shape, port, 1)) {
            load.measure(TIME.multipliedBy(3));
        }
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
