package dev.usher.cli.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.cli.UsherProcess;
import dev.usher.cli.offer.DataFolder;
import dev.usher.cli.offer.Databases;
import dev.usher.cli.offer.Equipment;
import dev.usher.cli.offer.Offer;
import dev.usher.cli.settings.ListenerSettings;
import dev.usher.protocol.Unframed;
import dev.usher.services.checkin.Roster;
import dev.usher.services.counter.Counter;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.checkin.SqlRoster;
import dev.usher.storage.database.TableLimits;
import dev.usher.storage.telemetry.Retention;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code usher talk}, {@code calc}, {@code count} and {@code checkin}: what they ask and show. */
@Timeout(60)
class CourseClientsTest {
    private static final String TALK = "Enter data to send to the server (or 'exit' to quit): ";
    private static final String COUNT =
            "Please enter a number, space, then number of increments to be done by the server: ";

    private final StringWriter out = new StringWriter();
    @TempDir private Path folder;
    private final StringWriter err = new StringWriter();
    private final List<String> console = new CopyOnWriteArrayList<>();

    private int usher(String typed, String... arguments) {
        return Main.commandLine(new ByteArrayInputStream(typed.getBytes(UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    /** Has this service answer on a port of its own; returns what the client showed. */
    private String against(String service, String typed, String... arguments) throws IOException {
        return against(Offer.of(service, "unframed"), typed, arguments);
    }

    private String against(Offer offer, String typed, String... arguments) throws IOException {
        var shown = against(0, offer, typed, arguments);
        assertThat(err.toString()).isEmpty();
        return shown;
    }

    private String against(int code, Offer offer, String typed, String... arguments)
            throws IOException {
        try (var equipment =
                        new Equipment(
                                console::add,
                                null,
                                new Counter(),
                                new DataFolder(
                                        folder, dev.usher.services.files.StoreLimits.defaults()),
                                new Databases(
                                        folder,
                                        null,
                                        TableLimits.defaults(),
                                        Retention.defaults(),
                                        event -> {}));
                var server =
                        ListenerSettings.of(offer.name(), offer)
                                .port(0)
                                .listener(equipment)
                                .start()) {
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = arguments[i].replace("SERVER", address(server));
            }
            assertThat(usher(typed, arguments)).isEqualTo(code);
        }
        return out.toString();
    }

    /** What a server that is closed has kept. */
    private List<Roster.Entry> roster() throws IOException {
        var settings = DatabaseSettings.inFile(folder.resolve("usher.db"));
        try (var database = Database.open(settings)) {
            return SqlRoster.in(database).entries();
        }
    }

    private static String address(Server server) {
        return "127.0.0.1:" + server.port();
    }

    @Test
    void talkShowsWhatComesBack() throws IOException {
        assertThat(against("echo", "hello\n\nSTOP\nhéllo 漢 🎉\nEXIT\nmore\n", "talk", "SERVER"))
                .isEqualTo(
                        TALK
                                + "Received from server: hello\n"
                                + TALK
                                + TALK
                                + "Received from server: STOP\n"
                                + TALK
                                + "Received from server: héllo 漢 🎉\n"
                                + TALK);
    }

    @Test
    void anErrorInsteadOfAResultIsExitCode1() throws IOException {
        var calculator = Offer.of("calculator", "unframed");
        assertThat(against(1, calculator, "", "calc", "SERVER", "divide", "1", "0"))
                .isEqualTo("Result: Error\n");
        out.getBuffer().setLength(0);
        var counter = Offer.of("counter", "unframed");
        assertThat(against(1, counter, "", "count", "SERVER", "2", "many"))
                .contains("Client received result: Error: ");
    }

    @Test
    void theEndOfTheInputEndsQuietly() throws IOException {
        assertThat(against("echo", "", "talk", "SERVER")).isEqualTo(TALK);
        out.getBuffer().setLength(0);
        assertThat(against("counter", "", "count", "SERVER")).isEqualTo(COUNT);
        out.getBuffer().setLength(0);
        assertThat(against("calculator", "add\n", "calc", "SERVER"))
                .isEqualTo("Enter operation (add/subtract/multiply/divide): Enter first number: ");
    }

    @Test
    void calcAsksOnce() throws IOException {
        assertThat(against("calculator", "add\n5\n3\nadd\n", "calc", "SERVER"))
                .isEqualTo(
                        "Enter operation (add/subtract/multiply/divide): Enter first number: "
                                + "Enter second number: Result: 8\n");
    }

    @ParameterizedTest
    @CsvSource({"divide 7 2, 3.5", "divide 6 3, 2.0", "subtract -5 -3, -2", "add -5 +3, -2"})
    void calcDoesWhatItsArgumentsSay(String request, String result) throws IOException {
        assertThat(against("calculator", "", ("calc SERVER " + request).split(" ")))
                .isEqualTo("Result: " + result + "\n");
    }

    @Test
    void countGoesOnUntilStop() throws IOException {
        assertThat(against("counter", "2 3\n\nx\n2 10\nSTOP\n1 1\n", "count", "SERVER"))
                .isEqualTo(
                        COUNT
                                + "Client sent 2 3 to the server\n"
                                + "Client received result: 5\n"
                                + COUNT
                                + COUNT
                                + "Client sent x to the server\n"
                                + "Client received result: Error: two whole numbers are needed,"
                                + " such as 2 10\n"
                                + COUNT
                                + "Client sent 2 10 to the server\n"
                                + "Client received result: 12\n"
                                + COUNT);
    }

    @Test
    void countDoesWhatItsArgumentsSay() throws IOException {
        assertThat(against("counter", "", "count", "SERVER", "-7", "10"))
                .isEqualTo("Client received result: 3\n");
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

    @Test
    void thePromptIsShownBeforeAnythingIsTyped() throws Exception {
        try (var server = Server.on(0).answer(Unframed.bytes(), data -> data).start()) {
            var client = UsherProcess.start("talk", address(server));
            try {
                var shown = client.getInputStream();
                assertThat(shown.readNBytes(TALK.length())).asString(UTF_8).isEqualTo(TALK);
                client.outputWriter(UTF_8).append("héllo\nexit\n").flush();
                assertThat(shown.readAllBytes())
                        .asString(UTF_8)
                        .isEqualTo("Received from server: héllo\n" + TALK);
                assertThat(client.waitFor()).isZero();
            } finally {
                client.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    talk localhost          | 'localhost' is not HOST:PORT, such as 127.0.0.1:12001
                    talk 127.0.0.1:0        | '127.0.0.1:0' is not HOST:PORT, such as 127.0.0.1:12001
                    talk ::1:9999           | '::1:9999' is not HOST:PORT, such as 127.0.0.1:12001
                    talk no.invalid:9999    | 'no.invalid' is not an address, such as 127.0.0.1, or a known name of one
                    talk 127.0.0.1:9999 x   | talk takes [HOST:PORT]
                    talk --loud             | Unknown option: '--loud'
                    calc add 5              | calc takes [HOST:PORT] [OP A B]
                    calc a:1 add 5 3 4      | calc takes [HOST:PORT] [OP A B]
                    calc --loud             | '--loud' is not HOST:PORT, such as 127.0.0.1:12001
                    count 2                 | '2' is not HOST:PORT, such as 127.0.0.1:12001
                    count 127.0.0.1:1 2 3 4 | count takes [HOST:PORT] [N REPS]
                    """)
    void aWrongArgumentIsOneSentenceAndExitCode2(String arguments, String sentence) {
        assertThat(usher("", arguments.split(" +"))).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "usher: "
                                + sentence
                                + " (try: usher "
                                + arguments.substring(0, arguments.indexOf(' '))
                                + " --help)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whereNobodyListensItSaysHowToStartAServer() throws IOException {
        int port;
        try (var nobody = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = nobody.getLocalPort();
        }
        assertThat(usher("", "count", "127.0.0.1:" + port, "2", "10")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "usher: cannot connect to 127.0.0.1:%d: connection refused; is there a server? start one with: usher serve counter --protocol unframed --port %d"
                                .formatted(port, port));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aServerThatClosesInsteadOfAnAnswerIsOneSentence() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var peer = Thread.startVirtualThread(() -> hangUpAfterAMessage(server));
            var address = "127.0.0.1:" + server.getLocalPort();
            assertThat(usher("hello\n", "talk", address)).isEqualTo(1);
            assertThat(err.toString())
                    .isEqualToIgnoringNewLines(
                            "usher: lost the connection to " + address + ": it was closed");
            peer.join();
        }
    }

    private static void hangUpAfterAMessage(ServerSocket server) {
        try (var client = server.accept()) {
            client.getInputStream().readNBytes(5);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aCharacterThatIsCutWaitsForItsRest() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var exchange = exchangeWith(server, Duration.ofSeconds(30));
                var peer = server.accept()) {
            peer.setTcpNoDelay(true);
            var answer = "a漢".getBytes(UTF_8);
            var rest = Thread.ofVirtual().unstarted(() -> write(peer, answer, 2));
            peer.getOutputStream().write(answer, 0, 2);
            rest.start();
            assertThat(exchange.receive()).isEqualTo("a漢");
        }
    }

    private static void write(Socket peer, byte[] answer, int from) {
        try {
            peer.getOutputStream().write(answer, from, answer.length - from);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNotWaitedForForEver() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var exchange = exchangeWith(server, Duration.ofMillis(20))) {
            exchange.send("hello");
            assertThatThrownBy(exchange::receive)
                    .hasMessage(
                            "no answer from 127.0.0.1:%d within 0.02 s"
                                    .formatted(server.getLocalPort()));
        }
    }

    private static Exchange exchangeWith(ServerSocket server, Duration patience)
            throws IOException {
        var address = (InetSocketAddress) server.getLocalSocketAddress();
        return new Exchange(Link.to(address, Offer.of("echo", "unframed"), patience));
    }
}
