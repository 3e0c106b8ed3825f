package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Deadlines;
import dev.usher.Event;
import dev.usher.FailureException;
import dev.usher.Filter;
import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What clients are told when the server cannot serve them, in the dialect that they speak. */
class FailuresTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

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
        TimeLapse.untilTold(client, clock, Duration.ofMinutes(11), servers);
        assertTold(client, json, "late");
    }

    @ParameterizedTest
    @CsvSource({"add 1 2, false", "{}, true", "' []', true"})
    void whoIsIdleIsToldInTheDialectItLastSpoke(String line, boolean json) throws Exception {
        var clock = new ManualClock();
        var client = servers.connect(servers.start(clock, Workshop.listener()));
        client.send(line + "\n\r\n");
        assertThat(client.readLine()).isNotNull();
        TimeLapse.untilTold(client, clock, Duration.ofMinutes(11), servers);
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
        TimeLapse.untilTold(client, clock, Duration.ofSeconds(3), servers);
        assertThat(client.readLine())
                .isEqualTo(
                        """
                        {"jsonrpc":"2.0","id":"slow","error":{"code":-32001,\
                        "message":"answer took more than 5 s","data":{"code":"late"}}}\
                        """);
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
        var listener =
                Server.on(0).serve(commands.protocol(), commands.serving(Workshop::answer), closed);
        Transcript.of(
                        """
                        C add 1 2
                        S ERROR closed to 1
                        C\s
                        C help
                        S ERROR closed to 0
                        C {"jsonrpc":"2.0","id":7,"method":"ack"}
                        S {"jsonrpc":"2.0","id":7,"error":\
                        {"code":-32001,"message":"to 1","data":{"code":"closed"}}}
                        C {"jsonrpc":"2.0","method":"ack"}
                        C [{"jsonrpc":"2.0","id":8,"method":"ack"},{"jsonrpc":"2.0","method":"ack"}]
                        S [{"jsonrpc":"2.0","id":8,"error":\
                        {"code":-32001,"message":"to 2","data":{"code":"closed"}}}]
                        """)
                .play(servers.connect(servers.start(listener)));
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
}
