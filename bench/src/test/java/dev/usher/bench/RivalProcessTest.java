package dev.usher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.bench.load.Load;
import dev.usher.bench.load.Shape;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Servers as processes, whatever they are written in. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class RivalProcessTest {
    private static final Path HOME = Path.of("").toAbsolutePath();

    @TempDir private static Path work;
    private static List<Rival> rivals = List.of();

    @BeforeAll
    static void findRivals() throws Exception {
        rivals = new Rivals(HOME, work, List.of()).all();
    }

    @ParameterizedTest
    @ValueSource(strings = {"usher-launcher", "c-epoll", "go", "python"})
    void answersUnderLoadAndTellsWhatItUses(String name) throws Exception {
        try (var server = new RivalProcess(rival(name), Duration.ZERO, work.resolve("log"))) {
            assertThat(server.resident()).isGreaterThan(100_000);
            measure(server, shape(Shape.Kind.CLOSED_LOOP, 8, 16, 32));
            measure(server, shape(Shape.Kind.CLOSED_LOOP, 2, 3, 64 * 1024));
            measure(server, shape(Shape.Kind.CLOSED_LOOP, 2, 2_000, 61));
            measure(server, shape(Shape.Kind.RECONNECT, 4, 1, 32));
            measure(server, shape(Shape.Kind.SLOW_READER, 4, 1, 32));
            assertThat(server.processorSeconds()).isBetween(0.01, 20.0);
            assertThat(server.heap().isPresent()).isEqualTo(name.startsWith("usher"));
            server.heap().ifPresent(heap -> assertThat(heap).isBetween(1_000_000L, 100_000_000L));
            assertThat(server.isAlive()).isTrue();
        }
    }

    private static void measure(RivalProcess server, Shape shape) throws Exception {
        // A cold server on a busy machine may need longer for its first answers.
        double perSecond = 0;
        for (int millis = 50; perSecond == 0 && millis < 5_000; millis *= 4) {
            try (var load = new Load(shape, server.port(), 1)) {
                perSecond = load.measure(Duration.ofMillis(millis)).perSecond();
            }
        }
        assertThat(perSecond).as(shape.toString()).isPositive();
    }

    private static Shape shape(Shape.Kind kind, int connections, int depth, int lineBytes) {
        return new Shape("test", kind, connections, depth, lineBytes, Duration.ZERO);
    }

    private static Rival rival(String name) {
        var found = rivals.stream().filter(rival -> rival.name().equals(name)).findFirst();
        assumeTrue(found.isPresent(), "not on this machine");
        return found.orElseThrow();
    }
}
