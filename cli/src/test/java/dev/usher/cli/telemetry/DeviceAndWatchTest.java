package dev.usher.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.protocol.Lines;
import dev.usher.services.telemetry.CommandLog;
import dev.usher.services.telemetry.Readings;
import dev.usher.services.telemetry.Telemetry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** {@code usher device} and {@code usher watch}: what they do, show, and survive. */
@Timeout(120)
class DeviceAndWatchTest {
    private final Telemetry telemetry = new Telemetry(Readings.inMemory(), CommandLog.inMemory());
    private Server server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = telemetry.on(Server.on(0)).start();
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.cut();
    }

    /** A command that runs beside the test. */
    private static final class Running {
        private final StringWriter out = new StringWriter();
        private final StringWriter err = new StringWriter();
        private final CompletableFuture<Integer> end = new CompletableFuture<>();

        Running(InputStream stdin, String... arguments) {
            Thread.ofVirtual()
                    .start(() ->
                            end.complete(
                                    Main.commandLine(stdin)
                                            .setOut(new PrintWriter(out, true))
                                            .setErr(new PrintWriter(err, true))
                                            .execute(arguments)));
        }

        void awaitOut(String text) throws InterruptedException {
            await(out, text, 1);
        }

        void awaitErr(String text) throws InterruptedException {
            await(err, text, 1);
        }

        void awaitErr(String text, int times) throws InterruptedException {
            await(err, text, times);
        }

        private static void await(StringWriter writer, String text, int times)
                throws InterruptedException {
            long begun = System.nanoTime();
            while (Pattern.compile(Pattern.quote(text)).matcher(writer.toString()).results().count()
                    < times) {
                if (System.nanoTime() - begun > Duration.ofSeconds(60).toNanos()) {
                    throw new AssertionError("'" + text + "' never came: " + writer);
                }
                Thread.sleep(2);
            }
        }
    }

    private Running usher(InputStream stdin, String name, String argument, String... more) {
        var all = new String[3 + more.length];
        all[0] = name;
        all[1] = argument;
        all[2] = "127.0.0.1:" + port;
        System.arraycopy(more, 0, all, 3, more.length);
        return new Running(stdin, all);
    }

    private static InputStream lines(String text) {
        return new ByteArrayInputStream(text.replace('\'', '"').getBytes(UTF_8));
    }

    private String ask(String line) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
                    .readLine();
        }
    }

    @Test
    void aDeviceReportsWhatIsTypedAndEndsWhenItIsKept() throws Exception {
        var device =
                usher(
                        lines(
                                """
                                {'temperature':21.50,'at':'2026-03-02T09:00:00Z'}

                                {'temperature':22,'at':'2026-03-02T09:00:01Z'}
                                {'temperature':'warm'}
                                """),
                        "device",
                        "thermo-1");
        assertThat(device.end.get()).isZero();
        assertThat(ask("history thermo-1 temperature 10"))
                .startsWith(
                        "[{\"at\":\"2026-03-02T09:00:00Z\",\"temperature\":21.5},"
                                + "{\"at\":\"2026-03-02T09:00:01Z\",\"temperature\":22},{")
                .endsWith("\"temperature\":\"warm\"}]");
        assertThat(device.err.toString()).isEqualTo("usher: connected to 127.0.0.1:" + port + "\n");
    }

    @Test
    void aReadingThatIsWrongIsToldAndTheOthersAreKept() throws Exception {
        var device =
                usher(
                        lines(
                                """
                                {'n':1}
                                {'n':2}
                                {'n':null}
                                21.5
                                {'n':3
                                {'n':3}
                                {'at':'1999-01-01T00:00:00Z','n':4}
                                """),
                        "device",
                        "a");
        assertThat(device.end.get()).isEqualTo(1);
        assertThat(ask("aggregate a n 366d")).contains("\"count\":3,\"min\":1,\"max\":3");
        assertThat(device.err.toString())
                .contains("usher: not kept: {\"n\":null,\"at\":")
                .contains("usher: not kept: 21.5: it is no JSON object\n")
                .contains("usher: not kept: {\"n\":3: it is no JSON object\n")
                .contains("n is neither a number nor a text")
                .contains("the time of a reading is from 2000 on");
    }

    @Test
    void aServerOfSomethingElseIsToldOf() throws Exception {
        try (var echo = Server.on(0).answer(Lines.utf8(), line -> line).start()) {
            var at = "127.0.0.1:" + echo.port();
            var device = new Running(lines("{'n':1}"), "device", "a", at, "--patience", "1");
            assertThat(device.end.get()).isOne();
            assertThat(device.err.toString())
                    .contains("the server's line is no answer")
                    .doesNotContain("usher: connected");
        }
    }

    @Test
    void formulasMakeReadingsAndWatchersShowThem() throws Exception {
        var watcher = usher(InputStream.nullInputStream(), "watch", "a", "--count", "3");
        watcher.awaitErr("connected");
        while (!ask("devices").contains("\"a\"")) { // so the watch has begun
            var device =
                    usher(
                            InputStream.nullInputStream(),
                            "device",
                            "a",
                            "x=2+3",
                            "y=1/0",
                            "--every",
                            "0.001",
                            "--count",
                            "10");
            assertThat(device.end.get()).isOne();
            assertThat(device.err.toString())
                    .containsOnlyOnce("usher: y comes to no number: it is left out");
        }
        assertThat(watcher.end.get()).isZero();
        assertThat(watcher.out.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.matches("a \\{\"at\":\"20[^\"]+Z\",\"x\":5}"));
        assertThat(ask("history a y")).isEqualTo("[]");
    }

    @Test
    void commandsAreShownAndAcknowledged() throws Exception {
        var stdin = new PipedInputStream();
        var device = new Running(stdin, "device", "a", "127.0.0.1:" + port);
        try (var typing = new PipedOutputStream(stdin)) {
            assertThat(ask("command a {\"set\":19} await within=60")).isEqualTo("OK {\"set\":19}");
            device.awaitOut("COMMAND {\"set\":19}");
            typing.write("{\"n\":1}\n".getBytes(UTF_8));
        }
        assertThat(device.end.get()).isZero();
        var other = usher(lines(""), "device", "b", "--answer", "{\"done\":true}", "n=t");
        assertThat(ask("command b 1 await within=60")).isEqualTo("OK {\"done\":true}");
        ask("attach b");
        assertThat(other.end.get()).isEqualTo(1);
        assertThat(other.err.toString()).contains("usher: another connection is the device b now");
    }

    @Test
    void bothComeBackAndNothingIsLostOrDoubled() throws Exception {
        var watcher = usher(InputStream.nullInputStream(), "watch", "*");
        watcher.awaitErr("connected");
        var stdin = new PipedInputStream(1 << 20);
        var device = new Running(stdin, "device", "a", "127.0.0.1:" + port);
        try (var typing = new PipedOutputStream(stdin)) {
            device.awaitErr("connected");
            for (int n = 0; n < 3_000; n++) {
                if (n % 1_000 == 500) {
                    server.cut();
                    server = telemetry.on(Server.on(port)).start();
                }
                if (n % 1_000 == 900) {
                    device.awaitErr("back at", n / 1_000 + 1);
                }
                typing.write(("{\"n\":" + n + "}\n").getBytes(UTF_8));
                typing.flush();
            }
        }
        assertThat(device.end.get()).isZero();
        assertThat(ask("aggregate a n 366d"))
                .contains("\"count\":3000,\"min\":0,\"max\":2999,\"mean\":1499.5}");
        watcher.awaitErr("back at");
        while (!watcher.out.toString().contains("\"n\":5000}")) {
            ask("report a {\"n\":5000}");
            Thread.sleep(20);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "device a/b              | usher: Invalid value for positional parameter at index 0"
                        + " (NAME): 'a/b': a device's name is 1 to 64",
                "device a x=sin(         | usher: 'sin(' is no formula: it ends too early",
                "device a nowhere        | usher: 'nowhere' is not HOST:PORT",
                "device a --answer {     | usher: Invalid value for option '--answer': '{' is no"
                        + " JSON",
                "watch a b               | usher: Invalid value for positional parameter at index"
                        + " 1",
            })
    void saysWhatIsWrong(String arguments, String sentence) throws Exception {
        var usher = new Running(InputStream.nullInputStream(), arguments.split(" +"));
        assertThat(usher.end.get()).isEqualTo(2);
        assertThat(usher.err.toString()).startsWith(sentence);
    }
}
