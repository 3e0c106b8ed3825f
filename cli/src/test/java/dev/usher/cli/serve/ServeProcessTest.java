package dev.usher.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.cli.ServerProcess;
import dev.usher.cli.UsherProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code usher serve} as an operator sees it: processes, signals, exit codes. */
@Timeout(120)
class ServeProcessTest {
    @TempDir Path folder;

    private ServerProcess serve(String... options) throws IOException {
        return ServerProcess.start(folder, options);
    }

    private static BufferedReader reader(Socket client) throws IOException {
        return new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itShowsATableServesAndCountsAtTheEnd() throws Exception {
        try (var server =
                serve("echo", "--port", "0", "--max-clients", "3", "--max-waiting", "2")) {
            try (var client = server.connect()) {
                send(client, "one\ntwo\n");
                client.shutdownOutput();
                assertThat(reader(client).lines()).containsExactly("one", "two");
            }
            server.terminate();

            assertThat(server.end()).isZero();
            assertThat(server.shown().get(0))
                    .isEqualToNormalizingWhitespace("SERVICE PROTOCOL ADDRESS RUNNING WAITING");
            assertThat(server.shown().get(1))
                    .isEqualToNormalizingWhitespace(
                            "echo lines 127.0.0.1:" + server.port() + " 3 2");
            assertThat(server.shown().get(2))
                    .isEqualTo("try: printf 'hello\\n' | nc -q1 127.0.0.1 " + server.port());
            assertThat(server.shown()).contains("draining, up to 10 s; again to cut");
            assertThat(server.shown().getLast())
                    .startsWith("stopped: 1 client served (2 requests), 0 refused, 0 gave up;")
                    .endsWith(" 0 cut");
            assertThat(server.stdout()).isEmpty();
        }
    }

    @Test
    void howMuchFilesMayHaveIsAnOption() throws Exception {
        try (var server =
                        serve(
                                "files",
                                "--port",
                                "0",
                                "--max-file-size",
                                "5",
                                "--max-store-size",
                                "8");
                var client = server.connect()) {
            var answers = reader(client);
            send(client, "put a 6\n");
            assertThat(answers.readLine()).isEqualTo("ERROR too-large a file may have 5 bytes");
            send(client, "put a 5\nhello");
            assertThat(answers.readLine()).isEqualTo("OK ready");
            assertThat(answers.readLine()).startsWith("OK 5 ");
            send(client, "put b 4\n");
            assertThat(answers.readLine())
                    .isEqualTo("ERROR full 5 of the store's 8 bytes are taken");
        }
    }

    @Test
    void aFileSaysWhatIsOpenedAndAHangUpLetsItBeReadAgain() throws Exception {
        var text =
                "all-listeners.open = no\nlisteners.lab { service = echo, port = 0, open = yes,"
                        + " max-clients = %d }\n";
        var file = Files.writeString(folder.resolve("usher.conf"), text.formatted(3));
        try (var server = serve("--config", "usher.conf");
                var client = server.connect()) {
            assertThat(server.shown())
                    .filteredOn(line -> line.startsWith("echo "))
                    .singleElement()
                    .asString()
                    .matches("echo +lines +127\\.0\\.0\\.1:\\d+ +3 +1,000  lab");
            Files.writeString(file, text.formatted(5));
            hangUp(server);
            server.await("reload: listeners.lab.max-clients: 5 instead of 3 (at once)");
            Files.writeString(file, text.formatted(0));
            hangUp(server);
            server.await("reload: the configuration has 1 error; nothing is changed");
            server.await("usher.conf:2: listeners.lab.max-clients: '0' is not a whole number");
            send(client, "still here\n");
            assertThat(reader(client).readLine()).isEqualTo("still here");
            server.terminate();
            assertThat(server.end()).isZero();
        }
    }

    private static void hangUp(ServerProcess server) throws Exception {
        assertThat(new ProcessBuilder("kill", "-HUP", "" + server.pid()).start().waitFor())
                .isZero();
    }

    @Test
    void whatArrivedBeforeTheSignalIsAnswered() throws Exception {
        try (var server = serve("echo", "--port", "0");
                var client = server.connect()) {
            send(client, "line\n".repeat(2_000));
            var answers = reader(client);
            assertThat(answers.readLine()).isEqualTo("line");
            server.terminate();

            assertThat(answers.lines()).hasSize(1_999).containsOnly("line");
            assertThat(server.end()).isZero();
        }
    }

    @Test
    void theSecondSignalCutsAtOnce() throws Exception {
        try (var server = serve("echo", "--port", "0", "--grace", "86400");
                var client =
                        SocketChannel.open(
                                new InetSocketAddress(
                                        InetAddress.ofLiteral("127.0.0.1"), server.port()))) {
            sendWithoutReading(client);
            server.terminate();
            server.await("draining, up to 86400 s; again to cut");
            server.terminate();

            assertThat(server.end()).isZero();
            assertThat(server.shown().getLast()).startsWith("stopped: 1 client").endsWith(" 1 cut");
        }
    }

    /** Until the server cannot write its answers any more, and therefore reads nothing either. */
    private static void sendWithoutReading(SocketChannel client) throws IOException {
        client.configureBlocking(false);
        var lines = ByteBuffer.wrap("line\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII));
        try (var selector = Selector.open()) {
            client.register(selector, SelectionKey.OP_WRITE);
            while (selector.select(Duration.ofSeconds(1).toMillis()) > 0) {
                selector.selectedKeys().clear();
                client.write(lines);
                lines.clear();
            }
        }
    }

    @Test
    void verboseTellsOfEveryClient() throws Exception {
        try (var server =
                serve("echo", "-v", "--port", "0", "--max-clients", "1", "--max-waiting", "0")) {
            try (var first = server.connect();
                    var second = server.connect()) {
                assertThat(reader(second).readLine())
                        .isEqualTo("BUSY retry-after=2 running=1/1 waiting=0/0");
                send(first, "hello\n");
                assertThat(reader(first).readLine()).isEqualTo("hello");
            }
            server.terminate();

            assertThat(server.end()).isZero();
            assertThat(String.join("\n", server.shown()))
                    .containsPattern("echo#1 127.0.0.1:\\d+ runs running=1/1 waiting=0/0")
                    .containsPattern(
                            "echo#2 127.0.0.1:\\d+ is refused: everything taken running=1/1"
                                    + " waiting=0/0")
                    .containsPattern(
                            "echo#1 127.0.0.1:\\d+ left: client closed; 1 request, 6 bytes in,"
                                    + " 6 out")
                    .containsPattern("echo#2 127.0.0.1:\\d+ left: refused; 0 requests");
            assertThat(server.stdout()).isEmpty();
        }
    }

    @Test
    void whatAServicePrintsIsOnStdoutBeforeTheAnswer() throws Exception {
        try (var server = serve("echo", "--protocol", "unframed", "-v", "--port", "0");
                var client = server.connect()) {
            var from = "('127.0.0.1', " + client.getLocalPort() + ")";
            for (var word : new String[] {"héllo", "STOP"}) {
                var bytes = word.getBytes(StandardCharsets.UTF_8);
                client.getOutputStream().write(bytes);
                assertThat(client.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
            }
            server.kill();

            assertThat(server.stdout())
                    .isEqualTo(
                            """
                            Server is listening on port %d...
                            Accepted connection from %s
                            Connection established with %s
                            Received data from %s: héllo
                            Received data from %s: STOP
                            """
                                    .formatted(server.port(), from, from, from, from));
        }
    }

    @Test
    void whatServicesKeepHasOneServer() throws Exception {
        try (var server = serve("files", "--port", "0");
                var client = server.connect()) {
            send(client, "put notes/a.txt 5\nhello");
            var answers = reader(client);
            assertThat(answers.readLine()).isEqualTo("OK ready");
            assertThat(answers.readLine()).startsWith("OK 5 2cf24dba5fb0a30e");
            assertThat(folder.resolve("data/files/notes/a.txt")).hasContent("hello");

            var second = UsherProcess.in(folder, List.of("serve", "files", "--port", "0"));
            assertThat(second.errorReader().readAllAsString())
                    .isEqualToIgnoringNewLines(
                            "usher: data/files is in use by another server; stop that one, or"
                                    + " choose another folder");
            assertThat(second.waitFor()).isEqualTo(1);

            client.shutdownOutput();
            assertThat(answers.readLine()).isNull();
            server.terminate();
            assertThat(server.end()).isZero();
        }
        try (var again = serve("files", "--port", "0");
                var client = again.connect()) {
            send(client, "get notes/a.txt\n");
            assertThat(reader(client).readLine()).startsWith("OK 5 2cf24dba5fb0a30e");
        }
    }

    @Test
    void servicesWithoutStateCreateNothing() throws Exception {
        try (var server = serve("echo", "--port", "0", "--data", folder.resolve("d").toString())) {
            server.terminate();
            assertThat(server.end()).isZero();
        }
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
