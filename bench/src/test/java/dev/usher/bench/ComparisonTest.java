package dev.usher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.bench.load.Shape;
import dev.usher.bench.report.Metric;
import dev.usher.bench.report.Slice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class ComparisonTest {
    private static final Path HOME = Path.of("").toAbsolutePath();

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(4);

    private final Shape shape = new Shape("test", Shape.Kind.CLOSED_LOOP, 2, 4, 32, Duration.ZERO);

    @Test
    @Timeout(60)
    @EnabledOnOs(OS.LINUX)
    void measuresEachServerInEachRound(@TempDir Path work) throws Exception {
        var rivals =
                Settings.chosen(
                        List.of("usher", "netty-nio-1"),
                        new Rivals(HOME, work, List.of()).all(),
                        Rival::name,
                        "server");
        var slices = run(rivals, work, SHORT);
        if (slices.stream().anyMatch(slice -> slice.failure() != null)) {
            slices = run(rivals, work, LONG); // a busy machine may leave a short one unanswered
        }
        assertThat(slices)
                .extracting(Slice::rival)
                .containsExactlyInAnyOrder("usher", "usher", "netty-nio-1", "netty-nio-1");
        assertThat(slices).extracting(Slice::failure).containsOnlyNulls();
        for (var slice : slices) {
            assertThat(slice.figures())
                    .containsOnlyKeys(
                            Metric.THROUGHPUT, Metric.CPU, Metric.P50, Metric.P99, Metric.P999);
            assertThat(slice.figures().get(Metric.THROUGHPUT)).isGreaterThan(10);
            assertThat(slice.figures().get(Metric.P50))
                    .isPositive()
                    .isLessThanOrEqualTo(slice.figures().get(Metric.P99));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aServerThatDoesNotStartFailsAlone(@TempDir Path work) throws Exception {
        var broken = new Rival("broken", Rival.Kind.THREADS, 1, 100, List.of("false"));
        assertThat(run(List.of(broken), work, SHORT))
                .singleElement()
                .satisfies(slice -> assertThat(slice.failure()).contains("broken did not start"));
    }

    private List<Slice> run(List<Rival> rivals, Path work, Duration time)
            throws IOException, InterruptedException {
        var plan = new Plan(List.of(shape), rivals, 1, 2, time, time, 1000, 1, 1, 1, work);
        var silence = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        return new Comparison(plan, silence).run();
    }

    @Test
    void serversTakePartWhereItMakesSense() {
        var blocking = new Shape("b", Shape.Kind.CLOSED_LOOP, 2_000, 1, 32, Duration.ofMillis(10));
        assertThat(rival(Rival.Kind.EVENT_LOOP, Rival.ALL).takesPartIn(blocking)).isFalse();
        assertThat(rival(Rival.Kind.OFFLOAD, Rival.ALL).takesPartIn(blocking)).isTrue();
        assertThat(rival(Rival.Kind.OFFLOAD, Rival.ALL).takesPartIn(shape)).isFalse();
        assertThat(rival(Rival.Kind.THREADS, 1_000).takesPartIn(blocking)).isFalse();
        assertThat(rival(Rival.Kind.THREADS, 1_000).takesPartIn(shape)).isTrue();
    }

    private static Rival rival(Rival.Kind kind, int mostClients) {
        return new Rival("x", kind, 1, mostClients, List.of());
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Settings.shapes(List.of("64x1", "65x1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65x1")
                .hasMessageContaining("1000x1");
        assertThat(Settings.shapes(List.of("64x16", "1x1")))
                .extracting(Shape::name)
                .containsExactly("64x16", "1x1");
    }

    @Test
    void theLaunchersOptionsAreThoseOfTheLauncher() throws IOException {
        var options =
                Files.readAllLines(HOME.resolveSibling("dist").resolve("java.options")).stream()
                        .filter(line -> line.matches("(-XX:\\+|-D).*"))
                        .toList();
        assertThat(options).isNotEmpty();
        assertThat(Files.readAllLines(HOME.resolve("usher-launcher.options"))).containsAll(options);
    }
}
