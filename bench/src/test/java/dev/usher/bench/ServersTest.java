package dev.usher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bench.load.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

@EnabledOnOs(OS.LINUX)
class ServersTest {
    /** Says a number of its own for a port, and ends with its standard input. */
    private static final List<String> NO_SERVER = List.of("sh", "-c", "echo $$; cat >&2");

    private final Cell cell =
            new Cell(
                    new Rival("none", Rival.Kind.THREADS, Rival.ALL, Rival.ALL, NO_SERVER),
                    new Shape("test", Shape.Kind.CLOSED_LOOP, 1, 1, 1, Duration.ZERO));

    @Test
    void processesOfAServerTakeTurns(@TempDir Path logs) throws Exception {
        try (var servers = new Servers(logs, 2)) {
            int first = servers.warm(cell, 1).port();
            int second = servers.warm(cell, 2).port();
            assertThat(second).isNotEqualTo(first);
            assertThat(servers.warm(cell, 3).port()).isEqualTo(first);
            assertThat(servers.warm(cell, 4).port()).isEqualTo(second);
        }
    }

    @Test
    void oneThatHasDiedIsStartedAnew(@TempDir Path logs) throws Exception {
        try (var servers = new Servers(logs, 1)) {
            var dead = servers.warm(cell, 1);
            dead.close();
            assertThat(servers.warm(cell, 1).port()).isNotEqualTo(dead.port());
        }
    }
}
