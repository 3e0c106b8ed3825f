package dev.usher.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.cli.UsherProcess;
import dev.usher.protocol.Lines;
import dev.usher.protocol.Unframed;
import dev.usher.services.calculator.Calculator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code usher bench}: what it counts, and what it says of itself. */
@Timeout(60)
class BenchTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int bench(String server, String... options) {
        var arguments = new ArrayList<>(List.of("bench", server));
        arguments.addAll(List.of("--warm-up", "0"));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--duration")) {
            arguments.addAll(List.of("--duration", "0.3"));
        }
        return Main.commandLine(InputStream.nullInputStream())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private JsonNode json(Server server, int exitCode, String... options) {
        var arguments = new ArrayList<>(List.of(options));
        arguments.add("--json");
        assertThat(bench(at(server), arguments.toArray(String[]::new)))
                .as(err.toString())
                .isEqualTo(exitCode);
        return JSON.readTree(out.toString());
    }

    private static String at(Server server) {
        return "127.0.0.1:" + server.port();
    }

    @Test
    void everyRequestIsAnsweredAndCounted() throws Exception {
        var served = new AtomicInteger();
        try (var server =
                Server.on(0)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    assertThat(line).isEqualTo("hello");
                                    served.incrementAndGet();
                                    return line;
                                })
                        .start()) {
            var figures =
                    json(server, 0, "--connections", "5", "--depth", "7", "--request", "hello");
            long answers = figures.path("answers").asLong();
            assertThat(answers).isPositive().isLessThanOrEqualTo(served.get());
            assertThat(figures.path("errors").asLong()).isZero();
            assertThat(figures.path("unanswered").asLong()).isLessThanOrEqualTo(35);
            long inHistogram = 0;
            for (var step : figures.path("histogram")) {
                inHistogram += step.path("count").asLong();
            }
            assertThat(inHistogram).isEqualTo(answers);
        }
    }

    @Test
    void theUsualRequestIsKnownAndAnErrorIsCountedApart() throws Exception {
        try (var server = new Calculator().on(Server.on(0)).start()) {
            assertThat(bench(at(server))).as(err.toString()).isZero();
            assertThat(out.toString())
                    .startsWith("'help quit', 16 connections, 1 in flight on each, for ")
                    .contains(" answers per second\n", " p99.9\n", " ms to the slowest\n", "█")
                    .doesNotContain("errors");
            out.getBuffer().setLength(0);
            var json = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no-such\"}";
            assertThat(json(server, 1, "--request", json).path("errors").asLong()).isPositive();
        }
    }

    @Test
    void withARateLatenciesCountFromWhenARequestWasDue() throws Exception {
        var asked = new AtomicInteger();
        try (var server =
                Server.on(0)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    if (asked.incrementAndGet() == 20) { // when it measures
                                        Thread.sleep(200);
                                    }
                                    return line;
                                })
                        .start()) {
            var figures = json(server, 0, "--rate", "1000", "-c", "1", "-d", "1");
            // One request stood still, and some two hundred were due meanwhile.
            assertThat(figures.path("latency").path("p90").asDouble()).isGreaterThan(50);
            assertThat(
                            figures.path("answers").asInt()
                                    + figures.path("unanswered").asInt()
                                    + figures.path("unsent").asInt())
                    .isGreaterThan(250);
        }
    }

    @Test
    void aServerThatSaysNothingIsOneSentence() throws Exception {
        var release = new CountDownLatch(1);
        try (var server =
                Server.on(0)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    release.await();
                                    return line;
                                })
                        .start()) {
            assertThat(bench(at(server))).isOne();
            assertThat(out.toString()).isEmpty();
            assertThat(err.toString())
                    .contains("usher: " + at(server) + " does not answer within ")
                    .endsWith("; has it a line to say to 'help quit'?\n");
            release.countDown();
        }
    }

    @Test
    void aServerThatClosesIsOneSentence() throws Exception {
        try (var server = Server.on(0).handle(connection -> {}).start()) {
            assertThat(bench(at(server))).isOne();
            assertThat(out.toString()).isEmpty();
            assertThat(err.toString())
                    .endsWith(
                            "usher: %s closes the connection and does not answer; has it a line to"
                                            .formatted(at(server))
                                    + " say to 'help quit'?\n");
        }
    }

    @Test
    void anAnswerWithoutTheEndOfALineIsOneSentence() throws Exception {
        try (var server = Server.on(0).answer(Unframed.utf8(), request -> "no line").start()) {
            assertThat(bench(at(server))).isOne();
            assertThat(err.toString()).contains(at(server) + " answers without the end of a line;");
        }
    }

    @Test
    void whatWasLostIsCountedAndExitCode1() throws Exception {
        var served = new AtomicInteger();
        try (var server =
                Server.on(0)
                        .serve(
                                Lines.utf8(),
                                (line, call) -> {
                                    if (served.incrementAndGet() % 10 == 0) {
                                        call.hangUp();
                                    }
                                    return line;
                                })
                        .start()) {
            var figures = json(server, 1, "--depth", "4", "--connections", "1");
            assertThat(figures.path("lost").asInt()).isPositive();
            assertThat(figures.path("errors").asInt()).isZero();
            assertThat(err.toString()).contains("without an answer, because the server closed");
        }
    }

    @Test
    void aRequestWithSeveralLinesAsItsAnswerIsToldBeforeAnythingIsMeasured() throws Exception {
        try (var server =
                Server.on(0)
                        .handle(connection -> {
                            while (Lines.readUtf8(connection.input()) != null) {
                                connection.output().writeUtf8("one\ntwo\n");
                                connection.output().flush();
                            }
                        })
                        .start()) {
            assertThat(bench(at(server), "--depth", "8")).isOne();
            assertThat(out.toString()).isEmpty();
            assertThat(err.toString())
                    .endsWith(
                            "usher: %s has more than one line to say to 'help quit': ask for"
                                            .formatted(at(server))
                                    + " something else\n");
        }
    }

    @Test
    void whoWasTurnedAwayBeforeAnythingWasMeasuredIsCounted() throws Exception {
        var limits = Limits.defaults().running(1).waiting(0).retryAfter(Duration.ofHours(1));
        try (var server = Server.on(0).limits(limits).answer(Lines.utf8(), line -> line).start();
                var inside = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            inside.getOutputStream().write("hello\n".getBytes(UTF_8));
            assertThat(inside.getInputStream().readNBytes(6)).asString(UTF_8).isEqualTo("hello\n");
            var figures = json(server, 1, "--connections", "3");
            assertThat(figures.path("answers").asInt()).isZero();
            assertThat(figures.path("busy").asInt()).isEqualTo(3);
        }
    }

    @Test
    void aSignalBeforeAnythingIsMeasuredEndsTheProgramAsItEndsAny() throws Exception {
        var asked = new CountDownLatch(1);
        try (var server =
                Server.on(0)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    asked.countDown();
                                    return line;
                                })
                        .start()) {
            var process = UsherProcess.start("bench", at(server), "--warm-up", "60");
            try {
                asked.await();
                process.destroy();
                assertThat(process.waitFor()).isEqualTo(143);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void whoIsTurnedAwayStaysAwayAsLongAsAdvised() throws Exception {
        var limits = Limits.defaults().running(1).waiting(0).retryAfter(Duration.ofHours(1));
        try (var server = Server.on(0).limits(limits).answer(Lines.utf8(), line -> line).start()) {
            var figures = json(server, 0, "--connections", "3");
            assertThat(figures.path("lost").asInt()).isZero();
            assertThat(figures.path("answers").asInt()).isPositive();
            assertThat(server.status().getFirst().accepted()).isEqualTo(3);
            assertThat(server.status().getFirst().refused()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatGoesIsOneSentenceAfterTheFigures() throws Exception {
        var served = new AtomicInteger();
        var enough = new CountDownLatch(1);
        try (var server =
                Server.on(0)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    if (served.incrementAndGet() == 1_000) {
                                        enough.countDown();
                                    }
                                    return line;
                                })
                        .start()) {
            Thread.startVirtualThread(() -> {
                try {
                    enough.await();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
                server.cut();
            });
            assertThat(bench(at(server), "--duration", "60")).isOne();
        }
        assertThat(out.toString()).contains(" answers\n");
        assertThat(err.toString())
                .contains("usher: the server has gone after ")
                .endsWith(": connection refused\n");
    }

    @Test
    void aServerThatIsNotThereIsOneSentence() {
        assertThat(bench("127.0.0.1:1")).isOne();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .endsWith("usher: cannot connect to 127.0.0.1:1: connection refused\n");
    }
}
