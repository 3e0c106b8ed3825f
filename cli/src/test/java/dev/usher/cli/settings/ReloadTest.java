package dev.usher.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Deadlines;
import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.cli.admin.AdminDesk;
import dev.usher.cli.admin.AdminSocket;
import dev.usher.services.echo.Echo;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** A running server whose file is changed. */
@Timeout(60)
class ReloadTest {
    private static final int CLIENTS = 8;

    @TempDir private Path folder;

    private final List<String> told = new ArrayList<>();
    private Path file;
    private Server server;
    private AdminSocket socket;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("usher.conf");
        write("listeners.echo { port = 0, max-clients = %d, max-waiting = 9 }".formatted(CLIENTS));
        var reader = new ConfigurationReader(Map.of(), Map.of(), file);
        var configuration = reader.read();
        var echo = configuration.listener("echo").orElseThrow();
        server =
                new Echo()
                        .on(
                                Server.on(0)
                                        .named("echo")
                                        .limits(echo.limits())
                                        .deadlines(echo.deadlines()))
                        .start();
        var reloading = new Reloading(reader, server, configuration, List.of(echo), told::add);
        socket = AdminSocket.open(folder.resolve("admin.sock"), new AdminDesk(server, reloading));
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.cut();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    /** What {@code usher reload} prints, and whether it is content. */
    private List<String> reload(int code) {
        var out = new StringWriter();
        var err = new StringWriter();
        assertThat(
                        Main.commandLine(java.io.InputStream.nullInputStream())
                                .setOut(new PrintWriter(out))
                                .setErr(new PrintWriter(err))
                                .execute("reload", "--data", folder.toString()))
                .isEqualTo(code);
        assertThat(code == 0 ? err : out).hasToString("");
        return (out + err.toString()).replace(folder + "/", "").lines().toList();
    }

    @Test
    void whatCanChangeDoesAndWhatCannotIsSaid() throws IOException {
        write(
                """
                data = elsewhere
                listeners.echo { port = 7001, max-clients = 3, max-waiting = 9, idle = 5 s }
                listeners.counter.open = false
                """);
        assertThat(reload(0))
                .containsExactly(
                        "listeners.echo.max-clients: 3 instead of 8 (at once)",
                        "listeners.echo.idle: 5 s instead of 10 min (for new clients)",
                        "data: elsewhere instead of data (after a restart)",
                        "listeners.echo.port: 7001 instead of 0 (after a restart)");
        assertThat(server.limits("echo").running()).isEqualTo(3);
        assertThat(server.deadlines("echo"))
                .isEqualTo(Deadlines.defaults().idle(Duration.ofSeconds(5)));
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("reload: listeners.echo.max-clients");

        assertThat(reload(0))
                .containsExactly(
                        "data: elsewhere instead of data (after a restart)",
                        "listeners.echo.port: 7001 instead of 0 (after a restart)");
    }

    @Test
    void aLineThatAnOptionHidesIsToldOnceItChanges() throws IOException {
        write("all-listeners { max-clients = 3, idle = 5 s }\nlogging.level = debug");
        var options = Map.of("--max-clients", "8", "--log-level", "warn");
        var environment = Map.of("USHER_LISTENERS_ECHO_IDLE", "7 s");
        var reader = new ConfigurationReader(options, environment, file);
        var configuration = reader.read();
        var served = configuration.listeners().subList(1, 2);
        var reloading = new Reloading(reader, server, configuration, served, told::add);
        assertThat(reloading.reload().lines()).containsExactly("nothing is changed");
        write("\nall-listeners { max-clients = 5, idle = 7 s }\nlogging.level = info");
        assertThat(reloading.reload().pending())
                .extracting(line -> line.replace(folder + "/", ""))
                .containsExactly(
                        "logging.level: info (usher.conf:3) has no effect, for --log-level is"
                                + " stronger",
                        "all-listeners.max-clients: 5 (usher.conf:2) has no effect, for"
                                + " --max-clients is stronger");
    }

    @Test
    void whatWasNotSetBeforeIsChangedFromNothing() throws IOException {
        write(
                "listeners.echo { port = 0, max-clients = 8, max-waiting = 9 }\n"
                        + "logging.level = debug");
        assertThat(reload(0))
                .containsExactly("logging.level: debug instead of nothing (after a restart)");
    }

    @Test
    void aListenerThatWasLeftOutForAWhileIsToldOfLikeAnyOther() throws IOException {
        write("listeners.lab { service = echo, port = 7001, max-clients = 8 }");
        var reader = new ConfigurationReader(Map.of(), Map.of(), file);
        var configuration = reader.read();
        var lab = configuration.listener("lab").orElseThrow();
        var listener = Server.on(0).named("lab").limits(lab.limits());
        try (var second = new Echo().on(listener).start()) {
            var reloading = new Reloading(reader, second, configuration, List.of(lab), told::add);
            write("");
            assertThat(reloading.reload().changed()).isEmpty();
            write("listeners.lab { service = echo, port = 7001, max-clients = 5 }");
            assertThat(reloading.reload().changed())
                    .containsExactly("listeners.lab.max-clients: 5 instead of 8 (at once)");
            assertThat(second.limits("lab").running()).isEqualTo(5);
        }
    }

    @Test
    void aBrokenFileChangesNothingAndSaysWhy() throws IOException {
        write("listeners.echo.max-clients = 3\nlisteners.echo.max-waiting = many");
        assertThat(reload(1))
                .containsExactly(
                        "the configuration has 1 error; nothing is changed",
                        "usher.conf:2: listeners.echo.max-waiting: 'many' is not a whole number"
                                + " from 0 to 10,000,000");
        assertThat(server.limits("echo").running()).isEqualTo(CLIENTS);
        Files.delete(file);
        assertThat(reload(1))
                .contains("usher.conf: there is no such file; 'usher config init' writes one");
        assertThat(server.limits("echo").running()).isEqualTo(CLIENTS);
    }

    @Test
    void aCertificateThatCannotBeReadChangesNothing() throws IOException {
        write(
                "listeners.echo { open = false, port = 0, max-clients = 3, certificate = none.pem,"
                        + " key = none.pem }");
        assertThat(reload(1))
                .containsExactly(
                        "the configuration has 1 error; nothing is changed",
                        "usher.conf:1: listeners.echo.key: none.pem: there is no such file");
        assertThat(server.limits("echo").running()).isEqualTo(CLIENTS);
    }

    @Test
    void aCertificateOfAListenerThatIsNotServedHereIsNoMatter() throws IOException {
        write(
                "listeners.echo { port = 0, max-clients = 3, max-waiting = 9 }\n"
                        + "listeners.counter { certificate = none.pem, key = none.pem }");
        assertThat(reload(0)).contains("listeners.echo.max-clients: 3 instead of 8 (at once)");
        assertThat(server.limits("echo").running()).isEqualTo(3);
    }

    @Test
    void theFileIsStrongerThanWhatWasChangedByHand() throws IOException {
        server.limits("echo", server.limits("echo").running(1));
        assertThat(reload(0)).containsExactly("echo: what 'usher limit' had changed is undone");
        assertThat(server.limits("echo").running()).isEqualTo(CLIENTS);
        assertThat(reload(0)).containsExactly("nothing is changed");
    }

    @Test
    void noClientIsDroppedWhileLimitsChange() throws Exception {
        var stop = new CountDownLatch(1);
        var answers = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<?>>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(
                        threads.submit(() -> {
                            talk(stop, answers);
                            return null;
                        }));
            }
            for (int limit = CLIENTS; limit >= 1; limit--) {
                awaitMore(answers);
                write(
                        "listeners.echo { port = 0, max-clients = %d, max-waiting = 9 }"
                                .formatted(limit));
                reload(0);
                assertThat(server.limits("echo").running()).isEqualTo(limit);
            }
            awaitMore(answers);
            assertThat(server.status().getFirst().occupancy().running()).isEqualTo(CLIENTS);
            try (var late = client()) {
                late.getOutputStream().write("late\n".getBytes(StandardCharsets.UTF_8));
                while (server.status().getFirst().occupancy().waiting() == 0) {
                    Thread.sleep(1);
                }
                write("listeners.echo { port = 0, max-clients = %d }".formatted(CLIENTS + 1));
                reload(0);
                assertThat(reader(late).readLine()).isEqualTo("late");
            }
            stop.countDown();
            for (var client : clients) {
                client.get();
            }
        }
        assertThat(server.status().getFirst().refused()).isZero();
    }

    /** Until each client has had some more. */
    private static void awaitMore(AtomicLong answers) throws InterruptedException {
        long enough = answers.get() + 10 * CLIENTS;
        while (answers.get() < enough) {
            Thread.sleep(1);
        }
    }

    /** One connection, request after request, each of which has its answer. */
    private void talk(CountDownLatch stop, AtomicLong answers) throws IOException {
        try (var client = client()) {
            var reader = reader(client);
            for (int i = 0; stop.getCount() > 0; i++) {
                client.getOutputStream().write((i + "\n").getBytes(StandardCharsets.UTF_8));
                assertThat(reader.readLine()).isEqualTo("" + i);
                answers.incrementAndGet();
            }
        }
    }

    private Socket client() throws IOException {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port());
    }

    private static BufferedReader reader(Socket client) throws IOException {
        return new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    }
}
