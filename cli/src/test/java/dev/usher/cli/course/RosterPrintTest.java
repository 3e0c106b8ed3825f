package dev.usher.cli.course;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.services.checkin.CheckIn;
import dev.usher.services.checkin.Roster;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;

@Timeout(60)
class RosterPrintTest {
    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00.123Z");

    private final Roster roster = Roster.inMemory();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Server server;

    @BeforeEach
    void open() throws IOException {
        server = new CheckIn(roster).on(Server.on(0)).start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private int roster(String... options) {
        var arguments = new String[options.length + 2];
        arguments[0] = "roster";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = "127.0.0.1:" + server.port();
        return run(arguments);
    }

    private int run(String... arguments) {
        return Main.commandLine(new ByteArrayInputStream(new byte[0]))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private void note(String sid, String github, String name) throws IOException {
        roster.note(new Roster.Entry(name, github, sid, 50_000, NINE));
    }

    @Test
    void eachStudentIsALine() throws Exception {
        note("123456789", "abrown", "Alice Brown");
        note("007", "bob", "=1+1");
        assertThat(roster()).isZero();
        assertThat(out)
                .hasToString(
                        """
                        123456789 abrown 2026-03-02T09:00:00.123Z Alice Brown
                        007 bob 2026-03-02T09:00:00.123Z =1+1
                        """);
    }

    @Test
    void anEmptyRosterIsNoLine() {
        assertThat(roster()).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aTableForSpreadsheetsIsWhatTheServerExports() throws Exception {
        note("1", "abrown", "Brown, Alice");
        note("2", "bob", "=1+1");
        assertThat(roster("--csv")).isZero();
        assertThat(out.toString().split("\r\n", -1))
                .containsExactly(
                        "name,github,sid,client,at",
                        "\"Brown, Alice\",abrown,1,50000,2026-03-02T09:00:00.123Z",
                        "\"'=1+1\",bob,2,50000,2026-03-02T09:00:00.123Z",
                        "");
    }

    @Test
    void filtersAreTheServers() throws Exception {
        note("1", "abrown", "Alice \"Al\" Brown");
        note("2", "bob", "Bob");
        assertThat(roster("--name", "\"al\" b")).isZero();
        assertThat(out.toString()).startsWith("1 abrown ").hasLineCount(1);
        assertThat(roster("--since", "yesterday")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("usher: the server says ERROR invalid a time is like 2026-11-21");
    }

    @Test
    void aLargeRosterIsShownWhole() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            note("" + i, "user", "Name");
        }
        assertThat(roster()).isZero();
        assertThat(roster("--csv")).isZero();
        assertThat(out.toString()).hasLineCount(40_001);
    }

    @Test
    void aRosterThatIsCutShortIsAnError() throws Exception {
        for (var half :
                new String[] {
                    "[{\"name\":\"A\",\"github\":\"a\",\"sid\":\"1\",\"at\":\"x\"},",
                    "OK csv\r\n1,2\r\n",
                    ""
                }) {
            try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                var answering = Thread.startVirtualThread(() -> answer(other, half));
                var address = "127.0.0.1:" + other.getLocalPort();
                int code =
                        half.startsWith("[")
                                ? run("roster", address)
                                : run("roster", "--csv", address);
                assertThat(code).isEqualTo(1);
                answering.join();
            }
        }
        assertThat(err.toString()).hasLineCount(3).doesNotContain("Exception");
    }

    private static void answer(ServerSocket listener, String half) {
        try (var client = listener.accept()) {
            while (client.getInputStream().read() != '\n') {
                // the request
            }
            client.getOutputStream().write(half.getBytes(UTF_8));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
