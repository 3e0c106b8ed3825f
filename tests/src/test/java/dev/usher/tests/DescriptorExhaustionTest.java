package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.usher.Event;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.ForkJoinPool;

/** A server in a process of its own, which the system gives few descriptors. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DescriptorExhaustionTest {
    private static final int DESCRIPTORS = 100;
    private static final String FAILED = "accept failed, pause of ms ";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    /** Echoes lines until its input ends, and tells what happens. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws IOException {
            var listener = Server.on(0).events(Program::tell).answer(Lines.utf8(), line -> line);
            try (var server = listener.start()) {
                System.out.println(server.port());
                while (System.in.read() >= 0) {
                    // until the end
                }
            }
        }

        private static void tell(Event event) {
            if (event instanceof Event.AcceptFailed failed) {
                System.out.println(FAILED + failed.pause().toMillis());
            }
        }
    }

    @Test
    void theListenerAndItsClientsSurviveAndWhoCouldNotBeAcceptedIsLater() throws Exception {
        var process = start();
        // A read of what a process tells has no timeout of its own.
        var tooLong = ForkJoinPool.commonPool().schedule(process::destroyForcibly, 60, SECONDS);
        try (var told = process.inputReader()) {
            int port = Integer.parseInt(told.readLine());
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            loadClasses(address);
            var first = servers.connect(TestClient.to(address));
            assertServed(first);

            var crowd = new ArrayList<TestClient>();
            for (int i = 0; i < DESCRIPTORS; i++) {
                crowd.add(servers.connect(TestClient.to(address)));
            }
            assertPausesGrow(told);

            assertServed(first);
            var last = crowd.removeLast();
            last.send("hello\n");
            crowd.forEach(TestClient::close);
            assertThat(last.readLine()).isEqualTo("hello");
            first.close();
            last.close();
            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
        } finally {
            tooLong.cancel(false);
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * A whole life of a client, since in a test classes are read from folders, which takes a
     * descriptor for each. A jar is opened once.
     */
    private void loadClasses(InetSocketAddress address) throws IOException {
        var client = servers.connect(TestClient.to(address));
        assertServed(client);
        client.endOutput();
        client.awaitEnd();
        client.close();
    }

    /** Twice as long each time, so that it does not spin. */
    private static void assertPausesGrow(BufferedReader told) throws IOException {
        // From the start again if one was accepted in between, in the place of another that ended.
        for (int expected = 5, last; expected <= 160; expected = last == expected ? 2 * last : 10) {
            var line = told.readLine();
            assertThat(line).startsWith(FAILED);
            last = Integer.parseInt(line.substring(FAILED.length()));
            assertThat(last).isIn(5, expected);
        }
    }

    private static void assertServed(TestClient client) throws IOException {
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("hello");
    }

    private static Process start() throws IOException {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + " && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
