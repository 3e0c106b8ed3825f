package dev.usher.cli.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.cli.UsherProcess;
import dev.usher.cli.offer.Offer;
import dev.usher.protocol.Unframed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * {@code usher talk}, {@code calc} and {@code count}, and what they have in common with checkin.
 */
@Timeout(60)
class CourseClientsTest extends CourseAtTheShell {
    private static final String TALK = "Enter data to send to the server (or 'exit' to quit): ";

    private static final String COUNT =
            "Please enter a number, space, then number of increments to be done by the server: ";

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
            assertThatThrownBy(exchange::receive)
                    .hasMessage(
                            "no answer from 127.0.0.1:%d within 0.02 s; does it serve unframed echo?"
                                    .formatted(server.getLocalPort()));
            assertThat(err.toString())
                    .isEqualToIgnoringNewLines(
                            "waiting for 127.0.0.1:%d, for 0.02 s at most: it is busy, or does not serve unframed echo"
                                    .formatted(server.getLocalPort()));
        }
    }

    private Exchange exchangeWith(ServerSocket server, Duration patience) throws IOException {
        var address = (InetSocketAddress) server.getLocalSocketAddress();
        return new Exchange(
                Link.to(address, Offer.of("echo", "unframed"), patience, new PrintWriter(err)));
    }
}
