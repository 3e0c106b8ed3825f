package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Codec;
import dev.usher.Deadlines;
import dev.usher.Event;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Filter;
import dev.usher.Limits;
import dev.usher.Occupancy;
import dev.usher.Peer;
import dev.usher.Server;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

/** What clients are told when the server cannot serve them, in the dialect that they speak. */
class FailuresTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    /** A failure, the line that tells it, and the error that does. */
    record Told(Failure failure, String line, String error) {}

    static Stream<Told> everyFailure() {
        var busy = "BUSY retry-after=2 running=3/3 waiting=2/2";
        var draining = "BUSY retry-after=2 draining";
        return Stream.of(
                new Told(
                        new Failure.Busy(
                                Failure.Full.EVERYTHING_TAKEN,
                                new Occupancy(3, 3, 2, 2),
                                Duration.ofSeconds(2)),
                        busy,
                        "{\"code\":-32000,\"message\":\"Server busy\",\"data\":\"" + busy + "\"}"),
                new Told(
                        new Failure.Draining(Duration.ofSeconds(2)),
                        draining,
                        "{\"code\":-32000,\"message\":\"Server draining\",\"data\":\""
                                + draining
                                + "\"}"),
                told(
                        new Failure.Late(Failure.Wait.REQUEST, Duration.ofSeconds(30)),
                        "late",
                        "whole request took more than 30 s"),
                told(new Failure.TooLong(65536), "too-long", "a request may have 65536 bytes"),
                told(new Failure.Malformed("not UTF-8"), "malformed", "not UTF-8"),
                told(new Failure.CutShort(), "cut-short", "the last request has no end"),
                told(new Failure.Rejected("offline", "no \"x\""), "offline", "no \"x\""),
                new Told(
                        new Failure.Crashed(),
                        "ERROR internal the server failed at this request",
                        "{\"code\":-32603,\"message\":\"Internal error\"}"));
    }

    private static Told told(Failure failure, String code, String message) {
        return new Told(
                failure,
                "ERROR " + code + " " + message,
                "{\"code\":-32001,\"message\":\""
                        + message.replace("\"", "\\\"")
                        + "\",\"data\":{\"code\":\""
                        + code
                        + "\"}}");
    }

    @ParameterizedTest
    @MethodSource("everyFailure")
    void everyFailureIsToldInBothDialects(Told told) {
        assertThat(words(told.failure(), "add 1")).isEqualTo(told.line());
        assertThat(words(told.failure(), "{\"json"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":" + told.error() + "}");
    }

    @Test
    void whoIsGoneIsToldNothing() {
        var codec = codec();
        var lost = new Failure.Lost(CloseReason.CLIENT_LOST);
        assertThat(codec.failure(lost, bytes(""))).isNull();
        assertThat(codec.failure(lost, new Blank<>())).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '\0',
            value = {
                "{|true",
                "[|true",
                " \t {|true",
                "\n\r\n[|true",
                "|false",
                " |false",
                "x{|false",
                "\"{|false"
            })
    void theFirstBytesShowTheDialect(String unread, boolean json) {
        var unreadBytes = unread == null ? "" : unread;
        assertThat(words(new Failure.CutShort(), unreadBytes).startsWith("{")).isEqualTo(json);
    }

    @Test
    void whoIsTurnedAwayIsToldInItsDialect() throws Exception {
        var full = Limits.defaults().running(1).waiting(0);
        var server = servers.start(Workshop.listener().limits(full));
        var first = servers.connect(server);
        first.send("add 1 2\n");
        assertThat(first.readLine()).isEqualTo("3");

        var text = servers.connect(server);
        text.send("add 1 2\n");
        assertThat(text.readLinesToEnd())
                .containsExactly("BUSY retry-after=2 running=1/1 waiting=0/0");
        var json = servers.connect(server);
        json.send(" {\"jsonrpc\"");
        assertThat(json.readLinesToEnd())
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,"
                                + "\"message\":\"Server busy\","
                                + "\"data\":\"BUSY retry-after=2 running=1/1 waiting=0/0\"}}");
        var silent = servers.connect(server);
        assertThat(silent.readLinesToEnd())
                .containsExactly("BUSY retry-after=2 running=1/1 waiting=0/0");
    }

    @ParameterizedTest
    @CsvSource({"say, false", "{, true", "'  [', true"})
    void aLineThatIsTooLongIsRefused(String start, boolean json) throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        var sent =
                client.sendMeanwhile(
                        (start + "x".repeat(3_000_000) + "\n").getBytes(StandardCharsets.UTF_8));
        assertTold(client, json, "too-long");
        sent.join();
    }

    @ParameterizedTest
    @CsvSource({"say, false", "{, true", "'  [', true"})
    void aLineWithoutAnEndIsNotCarriedOut(String start, boolean json) throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send("{}\n" + start);
        client.endOutput();
        assertThat(client.readLine()).startsWith("{");
        assertTold(client, json, "cut-short");
    }

    @ParameterizedTest
    @CsvSource({"say, false", "{, true"})
    void aLineThatIsNotUtf8IsRefused(String start, boolean json) throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send((start + "\u00e4\n").getBytes(StandardCharsets.ISO_8859_1));
        assertTold(client, json, "malformed");
    }

    @ParameterizedTest
    @CsvSource({"say, false", "{, true", "'  [', true"})
    void aLineThatComesTooSlowlyIsLate(String start, boolean json) throws Exception {
        var clock = new ManualClock();
        var client = servers.connect(servers.start(clock, Workshop.listener()));
        client.send(start);
        advanceUntilClosed(clock, client);
        assertTold(client, json, "late");
    }

    @ParameterizedTest
    @CsvSource({"add 1 2, false", "{}, true", "' []', true"})
    void whoIsIdleIsToldInTheDialectItLastSpoke(String line, boolean json) throws Exception {
        var clock = new ManualClock();
        var client = servers.connect(servers.start(clock, Workshop.listener()));
        client.send(line + "\n\r\n");
        assertThat(client.readLine()).isNotNull();
        advanceUntilClosed(clock, client);
        assertTold(client, json, "late");
    }

    @Test
    void anAnswerThatTakesTooLongIsLateAndTheClientGoesOn() throws Exception {
        var clock = new ManualClock();
        var listener =
                Workshop.listener()
                        .deadlines(
                                Deadlines.defaults()
                                        .idle(Duration.ofDays(1))
                                        .service(Duration.ofSeconds(5)));
        var client = servers.connect(servers.start(clock, listener));
        client.send("{\"jsonrpc\":\"2.0\",\"id\":\"slow\",\"method\":\"hang\"}\n");
        servers.await(
                "the answer is late",
                () -> {
                    clock.advance(Duration.ofSeconds(1));
                    return available(client);
                });
        assertThat(client.readLine())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"slow\",\"error\":{\"code\":-32001,\"message\":\"answer"
                            + " took more than 5 s\",\"data\":{\"code\":\"late\"}}}");
        client.send("add 1 2\n");
        assertThat(client.readLine()).isEqualTo("3");
    }

    @Test
    void aDefectIsToldWithoutItsSecretsAndTheClientGoesOn() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send("fail secret\nadd 1 2\n");
        assertThat(client.readLines(2))
                .containsExactly("ERROR internal the server failed at this request", "3");
        assertThat(servers.events().await(Event.HandlerFailed.class).cause()).hasMessage("secret");
    }

    @Test
    void aRejectionIsAnErrorAndTheClientGoesOn() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send("refuse offline thermo-1 is away\nadd 1 2\n");
        assertThat(client.readLines(2)).containsExactly("ERROR offline thermo-1 is away", "3");
    }

    @Test
    void aFilterRejectsInTheDialectOfTheRequest() throws Exception {
        var commands = Workshop.COMMANDS;
        Filter<Request<Workshop>, Answer> closed =
                (request, call, next) -> {
                    throw FailureException.rejected("closed", "to " + request.commands().size());
                };
        var client =
                servers.connect(
                        servers.start(
                                Server.on(0)
                                        .serve(
                                                commands.protocol(),
                                                commands.serving(Workshop::answer),
                                                closed)));
        client.send(
                """
                add 1 2

                help
                {"jsonrpc":"2.0","id":7,"method":"ack"}
                {"jsonrpc":"2.0","method":"ack"}
                [{"jsonrpc":"2.0","id":8,"method":"ack"},{"jsonrpc":"2.0","method":"ack"}]
                """);
        client.endOutput();
        var error =
                ",\"error\":{\"code\":-32001,\"message\":\"to"
                        + " %d\",\"data\":{\"code\":\"closed\"}}}";
        assertThat(client.readLinesToEnd())
                .containsExactly(
                        "ERROR closed to 1",
                        "ERROR closed to 0",
                        "{\"jsonrpc\":\"2.0\",\"id\":7" + error.formatted(1),
                        "[{\"jsonrpc\":\"2.0\",\"id\":8" + error.formatted(2) + "]");
    }

    private void advanceUntilClosed(ManualClock clock, TestClient client) {
        servers.await(
                "the client is told",
                () -> {
                    clock.advance(Duration.ofMinutes(1));
                    return available(client);
                });
    }

    private static boolean available(TestClient client) {
        try {
            return client.available() > 0;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void assertTold(TestClient client, boolean json, String code) throws Exception {
        var lines = client.readLinesToEnd();
        assertThat(lines).hasSize(1);
        if (json) {
            assertThat(lines.getFirst())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32001,")
                    .endsWith("\"data\":{\"code\":\"" + code + "\"}}}");
        } else {
            assertThat(lines.getFirst()).startsWith("ERROR " + code + " ");
        }
    }

    private static String words(Failure failure, String unread) {
        var words = codec().failure(failure, bytes(unread));
        return words == null ? "" : words.line().orElseThrow();
    }

    private static Codec<Request<Workshop>, Answer> codec() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        return Workshop.COMMANDS.protocol().codec(new Peer(1, "workshop", address, address));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
