package dev.usher.cli.course;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.cli.offer.Offer;
import dev.usher.services.checkin.Roster;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.checkin.SqlRoster;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

/** {@code usher checkin}: what it asks and shows, and what it takes for an acknowledgement. */
@Timeout(60)
class CheckinClientTest extends CourseAtTheShell {
    /** What a server that is closed has kept. */
    private List<Roster.Entry> roster() throws IOException {
        var settings = DatabaseSettings.inFile(folder.resolve("usher.db"));
        try (var database = Database.open(settings)) {
            return SqlRoster.in(database).entries();
        }
    }

    @Test
    void checkinDoesWhatItsArgumentsSay() throws IOException {
        var shown =
                against(
                        Offer.of("checkin", "pickle"),
                        "",
                        "checkin",
                        "--name",
                        "Alice Brown",
                        "--github=abrown",
                        "--sid",
                        "123456789",
                        "SERVER");
        assertThat(roster())
                .singleElement()
                .satisfies(alice -> {
                    assertThat(shown).isEqualTo(passed(alice.client()));
                    assertThat(alice.name()).isEqualTo("Alice Brown");
                    assertThat(alice.github()).isEqualTo("abrown");
                    assertThat(alice.sid()).isEqualTo("123456789");
                });
        assertThat(console)
                .last()
                .isEqualTo(
                        "Connected: Student: Alice Brown, Github Username: abrown, sid: 123456789");
    }

    /** What is shown to who has checked in. */
    private String passed(int client, String... prompts) {
        var port = console.getFirst().replaceFirst(".*/", "");
        return "{'clientid': %d} has successfully connected to 127.0.0.1/%s\n"
                        .formatted(client, port)
                + String.join("", prompts)
                + "Data acknowledged by server and you passed the test\n";
    }

    @Test
    void checkinWithoutAnswersChecksNobodyInAndSaysSo() throws IOException {
        against(1, Offer.of("checkin", "pickle"), "Alice Brown\n", "checkin", "SERVER");
        assertThat(err.toString()).startsWith("usher: nobody is checked in: the input has ended");
        assertThat(roster()).isEmpty();
    }

    @Test
    void checkinAsksForWhatIsMissing() throws IOException {
        var shown =
                against(
                        Offer.of("checkin", "pickle"),
                        "\nAlice Brown\n007\n",
                        "checkin",
                        "SERVER",
                        "--github",
                        "abrown");
        assertThat(roster())
                .singleElement()
                .satisfies(alice -> {
                    var name = "Enter your name: ";
                    assertThat(shown)
                            .isEqualTo(
                                    passed(alice.client(), name, name, "Enter your student id: "));
                    assertThat(alice.sid()).isEqualTo("007");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    VERROR: busy, retry after 2 seconds\\n. |                        | the server says ERROR: busy, retry after 2 seconds
                    hello                                   |                        | the server sends what is no pickle of plain values: OBJ is not allowed
                    cos\\nsystem\\n.                        |                        | the server sends what is no pickle of plain values: GLOBAL is not allowed
                    I7\\n.                                  | VERROR: sid is missing\\n. | the server says ERROR: sid is missing
                    I7\\n.                                  | N.                     | the server does not acknowledge that; it says None
                    I7\\n.                                  | I00\\n.                 | the server does not acknowledge that; it says False
                    I7\\n.                                  | V\\n.                   | the server does not acknowledge that; it says ''
                    I7\\n.                                  | I0\\n.                  | the server does not acknowledge that; it says 0
                    I7\\n.                                  | ].                     | the server does not acknowledge that; it says []
                    I7\\n.                                  | F0\\n.                  | the server does not acknowledge that; it says 0.0
                    I7\\n.                                  | ).                     | the server does not acknowledge that; it says ()
                    I7\\n.                                  | }.                     | the server does not acknowledge that; it says {}
                    I7\\n.                                  | I1                     | the server closed the connection in the middle of an answer
                    I7\\n.                                  |                        | the server closed the connection without an answer
                    """)
    void whatIsNoAcknowledgementIsOneSentence(String id, String answer, String sentence)
            throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var peer = Thread.ofVirtual().unstarted(() -> say(server, id, answer));
            peer.start();
            var address = "127.0.0.1:" + server.getLocalPort();
            assertThat(usher("Alice\nabrown\n1\n", "checkin", address)).isEqualTo(1);
            assertThat(err.toString()).isEqualToIgnoringNewLines("usher: " + sentence);
            peer.join();
        }
    }

    private static void say(ServerSocket server, String id, @Nullable String answer) {
        try (var client = server.accept()) {
            client.getOutputStream().write(id.translateEscapes().getBytes(UTF_8));
            if (client.getInputStream().read(new byte[4096]) > 0 && answer != null) {
                client.getOutputStream().write(answer.translateEscapes().getBytes(UTF_8));
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
