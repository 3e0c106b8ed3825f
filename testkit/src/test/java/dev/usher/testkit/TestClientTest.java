package dev.usher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.testkit.TestClient.End;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Against bare sockets, so that nothing but the client is tested. */
class TestClientTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private ServerSocket listening;
    private Socket server;
    private TestClient client;
    private TestClient.Options options;

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        options = TestClient.to((InetSocketAddress) listening.getLocalSocketAddress());
    }

    private void connect(TestClient.Options options) throws IOException {
        client = options.connect();
        server = listening.accept();
    }

    @AfterEach
    void stop() throws IOException {
        listening.close();
        if (client != null) {
            client.close();
            server.close();
        }
    }

    @Test
    void readsLinesAndThenBytesAndThenTheRest() throws Exception {
        connect(options);
        write("one\ntwö\nthree\nfour\nfive");
        server.shutdownOutput();
        assertThat(client.readLine()).isEqualTo("one");
        assertThat(client.readLines(2)).containsExactly("twö", "three");
        assertThat(client.read(5)).isEqualTo(utf8("four\n"));
        assertThat(client.readToEnd()).isEqualTo(utf8("five"));
        assertThat(client.readLine()).isNull();
        assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
    }

    @Test
    void readsALineLongerThanItsBuffer() throws Exception {
        var line = "x".repeat(100_000);
        connect(options);
        write(line + "\nend\n");
        server.shutdownOutput();
        assertThat(client.readLinesToEnd()).containsExactly(line, "end");
    }

    @Test
    void tellsAnEndInTheMiddleFromACleanOne() throws Exception {
        connect(options);
        write("half a li");
        server.shutdownOutput();
        assertThatThrownBy(client::readLine)
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("half a li");
        assertThatThrownBy(() -> client.read(1)).isInstanceOf(EOFException.class);
    }

    @Test
    void tellsAResetFromAnEnd() throws Exception {
        connect(options);
        server.setSoLinger(true, 0);
        server.close();
        assertThat(client.awaitEnd()).isEqualTo(End.RESET);
        assertThatThrownBy(client::readLine)
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void aReadThatTakesTooLongSaysWhatWasThere() throws Exception {
        connect(options.timeout(SHORT));
        write("no end");
        assertThatThrownBy(client::readLine)
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("nothing more within PT0.2S, after 6 bytes: no end");
    }

    @Test
    void aWriteThatNobodyTakesEndsToo() throws Exception {
        connect(options.timeout(SHORT));
        assertThat(server.isConnected()).isTrue();
        assertThatThrownBy(() -> client.send(new byte[64 << 20]))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("67108864 bytes");
    }

    @Test
    void sendsPiecesOfTheGivenSizesAndTheRest() throws Exception {
        connect(options);
        // On a machine that is busy two pieces may be read as one, but not again and again.
        var pieces =
                new Patience(Duration.ofSeconds(10))
                        .ask(this::alphabetInPieces, List.of("a", "bcd", "efg")::equals);
        assertThat(pieces).containsExactly("a", "bcd", "efg");
    }

    private List<String> alphabetInPieces() {
        var sender = Thread.ofVirtual().start(this::sendAlphabet);
        var pieces = new ArrayList<String>();
        try {
            while (!String.join("", pieces).equals("abcdefg")) {
                pieces.add(readSome());
            }
            sender.join();
            return pieces;
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private void sendAlphabet() {
        try {
            client.sendInPieces(utf8("abcdefg"), 1, 3);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void sendsByteByByte() throws Exception {
        connect(options.pause(Duration.ZERO));
        client.sendByteByByte(utf8("abcdefg"));
        client.endOutput();
        assertThat(server.getInputStream().readAllBytes()).isEqualTo(utf8("abcdefg"));
        write("still here\n");
        assertThat(client.readLine()).isEqualTo("still here");
    }

    @Test
    void resets() throws Exception {
        connect(options);
        client.reset();
        assertThatThrownBy(() -> server.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void stallsWithASmallReceiveBuffer() throws Exception {
        connect(options.receiveBuffer(4096));
        server.setSendBufferSize(4096);
        var writer = Thread.ofPlatform().start(this::writeUntilClosed);
        new Patience(SHORT).ask(writer::isAlive, alive -> !alive);
        assertThat(writer.isAlive()).isTrue();
        server.close();
        writer.join();
        assertThat(client.read(4096)).hasSize(4096);
    }

    private void writeUntilClosed() {
        try {
            server.getOutputStream().write(new byte[16 << 20]);
        } catch (IOException closed) {
            assertThat(server.isClosed()).isTrue();
        }
    }

    @Test
    void comesFromAnotherAddress() throws Exception {
        var other = InetAddress.ofLiteral("127.0.0.2");
        connect(options.from(other));
        assertThat(server.getInetAddress()).isEqualTo(other);
        assertThat(client.address()).isEqualTo(server.getRemoteSocketAddress());
    }

    @Test
    void noTimeoutIsWithoutEnd() {
        assertThatThrownBy(() -> options.timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout is PT0S; allowed is PT0.001S to PT24H");
        assertThatThrownBy(() -> options.timeout(Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.receiveBuffer(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isToldWhenNobodyListens() throws Exception {
        listening.close();
        assertThatThrownBy(options::connect).isInstanceOf(ConnectException.class);
    }

    private void write(String text) throws IOException {
        server.getOutputStream().write(utf8(text));
    }

    private String readSome() throws IOException {
        var buffer = new byte[100];
        return new String(buffer, 0, server.getInputStream().read(buffer), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
