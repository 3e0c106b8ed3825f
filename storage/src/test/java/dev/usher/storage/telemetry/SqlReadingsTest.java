package dev.usher.storage.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Server;
import dev.usher.services.telemetry.CommandLog.Outcome;
import dev.usher.services.telemetry.DeviceName;
import dev.usher.services.telemetry.Fields;
import dev.usher.services.telemetry.Reading;
import dev.usher.services.telemetry.Readings;
import dev.usher.services.telemetry.Span;
import dev.usher.services.telemetry.Telemetry;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.TestEngine;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Readings and commands on both databases. */
class SqlReadingsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Span ALL =
            new Span(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2200-01-01T00:00:00Z"));
    private static final DeviceName A = new DeviceName("a");
    private static final DeviceName B = new DeviceName("b");

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir Path folder;
    private DatabaseSettings settings;
    private Database database;
    private Readings readings;

    private void open(TestEngine engine) throws Exception {
        settings = engine.settings(folder);
        reopen();
    }

    private void reopen() throws Exception {
        close();
        database = Database.open(settings);
        readings = new SqlReadings(database);
    }

    @AfterEach
    void close() throws Exception {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    private static Reading own(long second, String fields) {
        return new Reading(NOW.plusSeconds(second), true, new Fields(fields));
    }

    private static Reading server(String fields) {
        return new Reading(NOW, false, new Fields(fields));
    }

    private List<String> all(DeviceName device, Span span) throws Exception {
        var all = new ArrayList<String>();
        readings.newest(
                device,
                span,
                reading -> {
                    all.add(reading.fields().json());
                    return true;
                });
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void readingsAreInOrderAndOutliveTheServer(TestEngine engine) throws Exception {
        open(engine);
        var first = List.of(own(3, "{\"n\":3}"), own(1, "{\"n\":1}"));
        assertThat(readings.add(A, first, NOW)).isEqualTo(first);
        var later = List.of(server("{\"n\":7}"), server("{\"n\":8}"), own(0, "{\"n\":0}"));
        assertThat(readings.add(A, later, NOW.plusSeconds(5))).containsExactlyElementsOf(later);
        reopen();
        assertThat(all(A, ALL))
                .containsExactly("{\"n\":3}", "{\"n\":1}", "{\"n\":8}", "{\"n\":7}", "{\"n\":0}");
        assertThat(all(A, new Span(NOW.plusSeconds(1), NOW.plusSeconds(3))))
                .containsExactly("{\"n\":1}");
        assertThat(readings.device(A)).contains(new Readings.Known(A, NOW.plusSeconds(5)));
        assertThatThrownBy(() -> all(B, ALL)).hasMessage("not-found: no device is called b");
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheDevicesOwnTimesMakeDuplicates(TestEngine engine) throws Exception {
        open(engine);
        var same = List.of(own(1, "{\"n\":1}"), own(1, "{\"n\":2}"), server("{}"), server("{}"));
        assertThat(readings.add(A, same, NOW)).hasSize(3);
        assertThat(readings.add(A, same, NOW)).hasSize(2);
        assertThat(readings.add(B, same, NOW)).hasSize(3);
        assertThat(all(A, ALL)).containsExactly("{\"n\":1}", "{}", "{}", "{}", "{}");
    }

    @ParameterizedTest
    @EnumSource
    void timesAreExactToTheNanosecond(TestEngine engine) throws Exception {
        open(engine);
        var at = Instant.parse("2026-03-02T09:00:00.123456789Z");
        var readingsOf =
                List.of(
                        new Reading(at, true, new Fields("{\"n\":1}")),
                        new Reading(at.plusNanos(1), true, new Fields("{\"n\":2}")));
        assertThat(readings.add(A, readingsOf, NOW)).hasSize(2);
        readings.newest(
                A,
                new Span(at, at.plusNanos(1)),
                reading -> {
                    assertThat(reading).isEqualTo(readingsOf.getFirst());
                    return true;
                });
        assertThat(all(A, new Span(at, at.plusNanos(1)))).containsExactly("{\"n\":1}");
    }

    @ParameterizedTest
    @EnumSource
    void manyReadingsAreShownPageByPageUntilThereAreEnough(TestEngine engine) throws Exception {
        open(engine);
        for (int hundred = 0; hundred < 200; hundred++) {
            int base = hundred * 100;
            readings.add(
                    A,
                    IntStream.range(base, base + 100)
                            .mapToObj(n -> server("{\"n\":" + n + "}"))
                            .toList(),
                    NOW);
        }
        var shown = all(A, ALL);
        assertThat(shown).hasSize(20_000);
        assertThat(shown.getFirst()).isEqualTo("{\"n\":19999}");
        assertThat(shown.getLast()).isEqualTo("{\"n\":0}");
        assertThat(shown).doesNotHaveDuplicates();
        var some = new ArrayList<Reading>();
        readings.newest(
                A,
                ALL,
                reading -> {
                    some.add(reading);
                    return some.size() < 100;
                });
        assertThat(some).hasSize(100);
    }

    @ParameterizedTest
    @EnumSource
    void devicesAreInTheOrderOfTheirBytes(TestEngine engine) throws Exception {
        open(engine);
        for (var name : List.of("b", "B", "a-1", "a.1", "a_1", "a1")) {
            readings.add(new DeviceName(name), List.of(), NOW);
        }
        assertThat(readings.devices("", "", 10))
                .extracting(known -> known.name().text())
                .containsExactly("B", "a-1", "a.1", "a1", "a_1", "b");
        assertThat(readings.devices("a", "a.1", 2))
                .extracting(known -> known.name().text())
                .containsExactly("a1", "a_1");
    }

    @ParameterizedTest
    @EnumSource
    void theOldestGoFirst(TestEngine engine) throws Exception {
        open(engine);
        readings.add(A, List.of(own(-7_200, "{\"n\":1}"), own(-10, "{\"n\":2}")), NOW);
        readings.add(B, List.of(own(-3_601, "{\"n\":3}"), own(-3_600, "{\"n\":4}")), NOW);
        var log = new SqlCommandLog(database, NOW);
        log.begin(A, "{}", NOW.minusSeconds(3_601));
        log.begin(A, "{}", NOW);
        sweep(Retention.defaults().age(Duration.ofHours(1)));
        assertThat(all(A, ALL)).containsExactly("{\"n\":2}");
        assertThat(all(B, ALL)).containsExactly("{\"n\":4}");
        assertThat(log.newest(A, 10)).hasSize(1);
        sweep(Retention.defaults().commands(1));
        assertThat(log.newest(A, 10)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whoHasMostLosesMost(TestEngine engine) throws Exception {
        open(engine);
        readings.add(B, List.of(own(-5_000, "{\"n\":1}")), NOW);
        for (int i = 0; i < 30; i++) {
            int base = i * 100;
            readings.add(
                    A,
                    IntStream.range(base, base + 100)
                            .mapToObj(n -> own(n - 4_000, "{\"n\":" + (1_000 + n) + "}"))
                            .toList(),
                    NOW);
        }
        sweep(Retention.defaults().bytes(3_001 * 42)); // 10 for the fields of each
        assertThat(all(A, ALL)).hasSize(3_000);
        sweep(Retention.defaults().bytes(2_000 * 42));
        assertThat(all(A, ALL)).hasSize(1_000).endsWith("{\"n\":3000}");
        assertThat(all(B, ALL)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(60)
    void whatIsDeletedCountsNoMore(TestEngine engine) throws Exception {
        open(engine);
        var smile = "{\"text\":\"" + "\uD83D\uDE42".repeat(500) + "\"}"; // two chars, one character
        readings.add(A, IntStream.range(0, 20).mapToObj(n -> own(n, smile)).toList(), NOW);
        sweep(Retention.defaults().bytes(5_000));
        assertThat(all(A, ALL)).isEmpty();
        readings.add(B, List.of(own(0, "{\"n\":1}")), NOW);
        sweep(Retention.defaults().bytes(5_000));
        assertThat(all(B, ALL)).hasSize(1);
    }

    private void sweep(Retention retention) throws Exception {
        new Sweep(database, retention, InstantSource.fixed(NOW)).once();
    }

    @ParameterizedTest
    @EnumSource
    void commandsAndTheirOutcomesAreKept(TestEngine engine) throws Exception {
        open(engine);
        var log = new SqlCommandLog(database, NOW);
        long first = log.begin(A, "{\"set\":19.0}", NOW);
        long second = log.begin(A, "2", NOW);
        long third = log.begin(B, "3", NOW);
        assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
        log.end(first, Outcome.ACKNOWLEDGED, "{\"set\":19.0}", NOW.plusSeconds(1));
        reopen();
        var later = new SqlCommandLog(database, NOW.plusSeconds(9));
        assertThat(later.newest(A, 10))
                .extracting(entry -> entry.outcome() + " " + entry.result() + " " + entry.ended())
                .containsExactly(
                        "ACKNOWLEDGED {\"set\":19.0} 2026-03-02T09:00:01Z",
                        "UNKNOWN null 2026-03-02T09:00:09Z");
        assertThat(later.newest(A, 1)).extracting(entry -> entry.id()).containsExactly(second);
        assertThat(later.begin(A, "4", NOW)).isGreaterThan(third);
    }

    @ParameterizedTest
    @EnumSource
    void theServiceKeepsThemHere(TestEngine engine) throws Exception {
        open(engine);
        var telemetry =
                new Telemetry(readings, new SqlCommandLog(database, NOW), InstantSource.fixed(NOW));
        var server = servers.start(telemetry.on(Server.on(0)));
        var client = servers.connect(server);
        client.send(
                """
                report thermo-1 [{"temperature":21.50},{"at":"2026-03-02T08:59:00Z","x":"é\\ud800\\u0000"}]
                history thermo-1 * 10
                attach thermo-1
                command thermo-1 {"set":19}
                """);
        assertThat(client.readLines(4))
                .containsExactly(
                        "OK",
                        "[{\"at\":\"2026-03-02T08:59:00Z\",\"x\":\"é\\ud800\\u0000\"},"
                                + "{\"at\":\"2026-03-02T09:00:00Z\",\"temperature\":21.5}]",
                        "OK",
                        "COMMAND 1 {\"set\":19}");
        client.send("ack 1 \"done\"\n");
        assertThat(client.readLine()).isEqualTo("OK \"done\"");
        client.send("commands thermo-1\n");
        assertThat(client.readLine())
                .isEqualTo(
                        "[{\"id\":1,\"at\":\"2026-03-02T09:00:00Z\",\"command\":{\"set\":19},"
                                + "\"outcome\":\"acknowledged\",\"result\":\"done\","
                                + "\"ended\":\"2026-03-02T09:00:00Z\"}]");
        server.close();
    }
}
