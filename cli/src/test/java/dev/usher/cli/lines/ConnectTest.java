package dev.usher.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.protocol.Lines;
import dev.usher.services.calculator.Calculator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code usher connect} between pipes: what it prints where, and its exit code. */
@Timeout(60)
class ConnectTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int connect(String stdin, int port) {
        return Main.commandLine(new ByteArrayInputStream(stdin.getBytes(UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute("connect", "127.0.0.1:" + port);
    }

    @Test
    void onlyAnswersArePrintedAndTheLastLineNeedsNoEnd() throws Exception {
        try (var server = new Calculator().on(Server.on(0)).start()) {
            assertThat(connect("add 1 2\r\n\n  \nadd 3 4", server.port())).isZero();
        }
        assertThat(out).hasToString("3\n7\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void thousandsOfLinesAreAnsweredInTheirOrder() throws Exception {
        int many = 10_000;
        try (var server = new Calculator().on(Server.on(0)).start()) {
            var requests =
                    IntStream.range(0, many)
                            .mapToObj("add 0 %d\n"::formatted)
                            .collect(Collectors.joining());
            assertThat(connect(requests, server.port())).isZero();
        }
        assertThat(out.toString().lines())
                .containsExactlyElementsOf(
                        IntStream.range(0, many).mapToObj(String::valueOf).toList());
    }

    @Test
    void anErrorMakesTheExitCodeAndTheOthersAreAnswered() throws Exception {
        try (var server = new Calculator().on(Server.on(0)).start()) {
            assertThat(connect("divide 1 0\nadd 1 1\n", server.port())).isOne();
        }
        assertThat(out).hasToString("ERROR invalid division by zero\n2\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void jsonMayHaveManyLines() throws Exception {
        try (var server = new Calculator().on(Server.on(0)).start()) {
            var request =
                    """
                    {"jsonrpc": "2.0", "id": 1,
                      "method": "add",
                      "params": [1, 2]
                    }\
                    """;
            assertThat(connect(request, server.port())).isZero();
        }
        assertThat(out).hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}\n");
    }

    @Test
    void jsonWithoutEndIsToldAndWhatCameBeforeIsAnswered() throws Exception {
        try (var server = new Calculator().on(Server.on(0)).start()) {
            assertThat(connect("add 1 2\n{\"jsonrpc\":\"2.0\",\n\"id\":1", server.port())).isOne();
        }
        assertThat(out).hasToString("3\n");
        assertThat(err).hasToString("usher: stdin ends in the middle of JSON\n");
    }

    @Test
    void aNotificationIsNotAwaited() throws Exception {
        var notification = "{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":[1,2]}\n";
        try (var server = new Calculator().on(Server.on(0)).start()) {
            assertThat(connect(notification + "add 1 1\nquit\n", server.port())).isZero();
        }
        assertThat(out).hasToString("2\nbye\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void exitIsNotSentAndEndsIt() throws Exception {
        try (var server = Server.on(0).answer(Lines.utf8(), line -> line).start()) {
            assertThat(connect("one\nEXIT\ntwo\n", server.port())).isZero();
        }
        assertThat(out).hasToString("one\n");
    }

    @Test
    void aConnectionThatIsLostIsToldOnStderrAndOnce() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.startVirtualThread(() -> {
                try (var client = server.accept()) {
                    client.getInputStream().read();
                    client.getOutputStream().write("half an ans".getBytes(UTF_8));
                    client.shutdownOutput();
                    client.getInputStream().readAllBytes();
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
            assertThat(connect("one\ntwo\n", server.getLocalPort())).isOne();
            assertThat(out.toString()).isEmpty();
            assertThat(err)
                    .hasToString(
                            "usher: lost the connection to 127.0.0.1:%d: the server closed it in the middle of an answer\n"
                                    .formatted(server.getLocalPort()));
        }
    }

    @Test
    void thatTheServerHasNoPlaceIsToldOnceToo() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.startVirtualThread(() -> {
                try (var client = server.accept()) {
                    client.getOutputStream().write("BUSY retry-after=2 draining\n".getBytes(UTF_8));
                    client.shutdownOutput();
                    client.getInputStream().readAllBytes();
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
            assertThat(connect("one\ntwo\n", server.getLocalPort())).isOne();
            assertThat(out.toString()).isEmpty();
            assertThat(err).hasToString("usher: BUSY retry-after=2 draining\n");
        }
    }

    @Test
    void whatIsTypedAheadOfTheFirstPromptIsTaken() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script is not installed");
        try (var server = new Calculator().on(Server.on(0)).start()) {
            var usher =
                    "'%s' --enable-native-access=ALL-UNNAMED -cp '%s' %s connect 127.0.0.1:%d"
                            .formatted(
                                    Path.of(System.getProperty("java.home"), "bin", "java"),
                                    System.getProperty("java.class.path"),
                                    Main.class.getName(),
                                    server.port());
            var command =
                    new ProcessBuilder("/usr/bin/script", "-qec", usher, "/dev/null")
                            .redirectErrorStream(true);
            command.environment().put("TERM", "xterm");
            var process = command.start();
            try (var terminal = process.outputWriter(UTF_8)) {
                terminal.write("add 40 2\nexit\n");
                terminal.flush();
                var shown = new String(process.getInputStream().readAllBytes(), UTF_8);
                assertThat(shown).contains("42");
                assertThat(process.waitFor()).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
