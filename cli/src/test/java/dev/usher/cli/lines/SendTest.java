package dev.usher.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.protocol.Lines;
import dev.usher.services.calculator.Calculator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code usher send}: what it prints where, and its exit code. */
@Timeout(60)
class SendTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int usher(String stdin, String... arguments) {
        return Main.commandLine(new ByteArrayInputStream(stdin.getBytes(UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static String at(Server server) {
        return "127.0.0.1:" + server.port();
    }

    @Test
    void requestsInTheArgumentsAreAnsweredInTheirOrder() throws Exception {
        try (var server = new Calculator().on(Server.on(0)).start()) {
            assertThat(usher("", "send", at(server), "add 2 3", "2 * 21")).isZero();
            assertThat(out).hasToString("5\n42\n");
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void aRequestIsOneLine() {
        assertThat(usher("", "send", "127.0.0.1:9", "one\ntwo")).isEqualTo(2);
        assertThat(err.toString())
                .contains("usher: a request is one line; give each one for itself");
    }

    @Test
    void whatNeedsNoAnswerIsNotWaitedFor() throws Exception {
        var notification = "{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":[1,2]}";
        try (var server = new Calculator().on(Server.on(0)).start()) {
            assertThat(usher("", "send", at(server), notification, "add 2 3", "")).isZero();
            assertThat(out).hasToString("5\n");
            assertThat(err.toString()).isEmpty();
        }
        try (var server = Server.on(0).answer(Lines.utf8(), line -> line).start()) {
            out.getBuffer().setLength(0);
            assertThat(usher("", "send", at(server), notification, "", "x")).isZero();
            assertThat(out).hasToString(notification + "\n\nx\n");
        }
    }

    @Test
    void anArgumentThatWasNotUtf8IsRefused() {
        assertThat(usher("", "send", "127.0.0.1:9", "a\ufffd")).isEqualTo(2);
        assertThat(err.toString()).contains("usher: 'a\ufffd' was not UTF-8");
    }

    @Test
    void linesOfStdinAreSentWithoutWaiting() throws Exception {
        try (var server = new Calculator().on(Server.on(0)).start()) {
            var requests =
                    IntStream.range(0, 20_000)
                            .mapToObj(i -> "add %d 1%s\n".formatted(i, i % 100 == 0 ? "\n" : ""))
                            .collect(Collectors.joining());
            assertThat(usher(requests, "send", at(server))).isZero();
            var answers = out.toString().lines().toList();
            assertThat(answers).hasSize(20_000);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i)).isEqualTo(String.valueOf(i + 1));
            }
        }
    }

    @Test
    void anAnswerThatIsAnErrorMakesTheExitCode() throws Exception {
        try (var server = new Calculator().on(Server.on(0)).start()) {
            assertThat(usher("", "send", at(server), "add 1 1", "divide 1 0", "add 2 2")).isOne();
            assertThat(out).hasToString("2\nERROR invalid division by zero\n4\n");
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void anErrorOfJsonRpcIsOneToo() throws Exception {
        try (var server = new Calculator().on(Server.on(0)).start()) {
            var request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no-such\"}";
            assertThat(usher("", "send", at(server), request)).isOne();
            assertThat(usher("", "send", at(server), "[" + request + "]")).isOne();
            assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.contains("-32601"));
        }
    }

    @Test
    void asJsonEachAnswerIsAnObject() throws Exception {
        try (var server = Server.on(0).answer(Lines.utf8(), line -> line).start()) {
            assertThat(
                            usher(
                                    "",
                                    "send",
                                    "--json",
                                    at(server),
                                    "OK 5",
                                    "[{\"id\":1.50}]",
                                    "ERROR no \"such\" thing",
                                    "12345678901234567890"))
                    .isOne();
            assertThat(out)
                    .hasToString(
                            """
                            {"ok":true,"answer":"OK 5"}
                            {"ok":true,"answer":[{"id":1.50}]}
                            {"ok":false,"answer":"ERROR no \\"such\\" thing"}
                            {"ok":true,"answer":12345678901234567890}
                            """);
        }
    }

    @Test
    void aServerThatIsNotThereIsOneSentence() {
        assertThat(usher("", "send", "127.0.0.1:1", "hello")).isOne();
        assertThat(out.toString()).isEmpty();
        assertThat(err).hasToString("usher: cannot connect to 127.0.0.1:1: connection refused\n");
    }

    @Test
    void aServerThatIsFullIsOneSentence() throws Exception {
        var full = Limits.defaults().running(1).waiting(0);
        try (var server = Server.on(0).limits(full).answer(Lines.utf8(), line -> line).start();
                var inside = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            inside.getOutputStream().write('\n');
            assertThat(inside.getInputStream().read()).isEqualTo('\n');
            assertThat(usher("", "send", at(server), "hello")).isOne();
            assertThat(out.toString()).isEmpty();
            assertThat(err).hasToString("usher: BUSY retry-after=2 running=1/1 waiting=0/0\n");
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsMissedAndTheOthersArePrinted() throws Exception {
        var never = new CountDownLatch(1);
        try (var server =
                Server.on(0)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    if (line.equals("wait")) {
                                        never.await();
                                    }
                                    return line;
                                })
                        .start()) {
            assertThat(usher("", "send", "--timeout", "5", at(server), "one", "wait")).isOne();
            assertThat(out).hasToString("one\n");
            assertThat(err)
                    .hasToString(
                            "usher: no answer from 127.0.0.1:%d within 5 s\n"
                                    .formatted(server.port()));
            never.countDown();
        }
    }
}
