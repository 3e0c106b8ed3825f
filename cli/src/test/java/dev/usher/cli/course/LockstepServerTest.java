package dev.usher.cli.course;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.cli.UsherProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** {@code usher lockstep} and its long form, as those see it who start the course's server. */
@Timeout(60)
class LockstepServerTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private static final long PAUSE_NANOS = 10_000_000;

    @TempDir Path folder;

    /** What a server printed and how it ended, after a client has put, got and deleted a file. */
    private record Run(List<String> stdout, String stderr, int exitCode, List<Integer> clients) {}

    private Run run(int port, String... arguments) throws Exception {
        var server = UsherProcess.in(folder, List.of(arguments));
        try {
            var clients =
                    List.of(
                            talk(port, "PUT notes.txt\n", "OK", "\0\0\0\0\0\0\0\5", "OK", "hello"),
                            talk(port, "GET notes.txt\n", "OK", "READY", "\0\0\0\0\0\0\0\5", "OK"),
                            talk(port, "DEL none.txt\n"));
            assertThat(folder.resolve("data/files/notes.txt")).hasContent("hello");
            server.toHandle().destroy(); // Process.destroy would close its streams too
            var stdout = server.inputReader(UTF_8).lines().toList();
            var stderr = server.errorReader(UTF_8).readAllAsString();
            return new Run(stdout, stderr, server.waitFor(), clients);
        } finally {
            server.destroyForcibly();
        }
    }

    /** Sends, receives, sends and so on, to the end; returns the port that it does so from. */
    private static int talk(int port, String... steps) throws Exception {
        try (var client = connect(port)) {
            client.setTcpNoDelay(true);
            var in = client.getInputStream();
            assertThat(in.readNBytes(5)).asString(UTF_8).isEqualTo("READY");
            for (int i = 0; i < steps.length; i++) {
                if (i % 2 == 0) {
                    client.getOutputStream().write(steps[i].getBytes(UTF_8));
                } else {
                    assertThat(in.readNBytes(steps[i].length()))
                            .asString(UTF_8)
                            .isEqualTo(steps[i]);
                }
            }
            in.readAllBytes();
            return client.getLocalPort();
        }
    }

    /** Nothing tells that a silent server has started, but that it answers. */
    private static Socket connect(int port) throws Exception {
        while (true) {
            try {
                return new Socket(HERE, port);
            } catch (ConnectException notYet) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** One that the system gives nobody who does not ask for it. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (var socket = new ServerSocket(port, 1, HERE)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one then
            }
        }
    }

    @Test
    void theCoursesFormIsSilent() throws Exception {
        int port = freePort();
        var run = run(port, "lockstep", "" + port, "3");
        assertThat(run.stdout()).isEmpty();
        assertThat(run.stderr()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theLongFormIsSilentToo() throws Exception {
        int port = freePort();
        var run =
                run(
                        port,
                        "serve",
                        "files",
                        "--protocol",
                        "lockstep",
                        "--port",
                        "" + port,
                        "--max-clients",
                        "3");
        assertThat(run.stdout()).isEmpty();
        assertThat(run.stderr()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void verboseItPrintsTheCoursesLines() throws Exception {
        int port = freePort();
        var run = run(port, "lockstep", "" + port, "3", "-v");
        var lines = new ArrayList<>(List.of("server waiting on port " + port));
        lines.add("server connected to client at 127.0.0.1:" + run.clients().get(0));
        lines.add("server receiving request: PUT notes.txt");
        lines.add("server receiving 5 bytes");
        lines.add("server connected to client at 127.0.0.1:" + run.clients().get(1));
        lines.add("server receiving request: GET notes.txt");
        lines.add("server sending 5 bytes");
        lines.add("server connected to client at 127.0.0.1:" + run.clients().get(2));
        lines.add("server receiving request: DEL none.txt");
        lines.add("server deleting file none.txt");
        assertThat(run.stdout()).isEqualTo(lines);
        assertThat(run.stderr()).containsPattern("files +lockstep +127.0.0.1:" + port + " +3 ");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aFolderInUseIsOneSentenceAndExitCode1() throws Exception {
        int port = freePort();
        var first = UsherProcess.in(folder, List.of("lockstep", "" + port, "3"));
        try {
            connect(port).close();
            var second = UsherProcess.in(folder, List.of("lockstep", "0", "3"));
            assertThat(second.errorReader(UTF_8).readAllAsString())
                    .isEqualToIgnoringNewLines(
                            "usher: "
                                    + Path.of("data", "files")
                                    + " is in use by another server; stop that one, or choose"
                                    + " another folder");
            assertThat(second.waitFor()).isEqualTo(1);
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void aTakenPortIsOneSentenceAndExitCode1() throws Exception {
        try (var taken = new ServerSocket(0, 1, HERE)) {
            var server =
                    UsherProcess.in(folder, List.of("lockstep", "" + taken.getLocalPort(), "3"));
            try (BufferedReader said = server.errorReader(UTF_8)) {
                assertThat(said.lines())
                        .singleElement()
                        .asString()
                        .startsWith("usher: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                        .endsWith("; choose another PORT");
            }
            assertThat(server.waitFor()).isEqualTo(1);
        }
        assertThat(Files.exists(folder.resolve("data/files"))).isTrue();
    }
}
