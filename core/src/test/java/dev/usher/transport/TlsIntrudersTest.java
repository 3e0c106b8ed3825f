package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.usher.CloseReason;
import dev.usher.Deadlines;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Servers that speak TLS with clients that do so badly, maliciously, or not at all. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
class TlsIntrudersTest {
    /** By then the server has looked at its deadlines. */
    private static final long SWEEP_MILLIS = 150;

    @RegisterExtension static final TlsServers tls = new TlsServers();

    @ParameterizedTest
    @ValueSource(strings = {"hello\n", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "hi"})
    void aClientThatDoesNotSpeakTlsIsToldSoByAnAlert(String plain) throws Exception {
        try (var client = tls.plain(tls.start(tls.echo()))) {
            client.getOutputStream().write(plain.getBytes(US_ASCII));
            assertThat(client.getInputStream().readAllBytes()).startsWith(TlsRecords.ALERT, 3);
        }
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.HANDSHAKE_FAILED);
    }

    @Test
    void aClientThatWantsTls11IsToldSoByAnAlert() throws Exception {
        var hello =
                HexFormat.of()
                        .parseHex(
                                "160302002f" // a handshake record of TLS 1.1, 47 bytes
                                        + "0100002b0302" // a hello of 43 bytes, for TLS 1.1
                                        + "ab".repeat(32) // random
                                        + "00" // no session
                                        + "0004c00ac014" // two cipher suites
                                        + "0100"); // no compression
        try (var client = tls.plain(tls.start(tls.echo()))) {
            client.getOutputStream().write(hello);
            var alert = client.getInputStream().readAllBytes();
            assertThat(alert).hasSize(7).startsWith(TlsRecords.ALERT, 3).endsWith(2, 70);
        }
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.HANDSHAKE_FAILED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 100, Integer.MAX_VALUE})
    void aClientThatGoesDuringTheHandshakeHasFailedAtIt(int sent) throws Exception {
        try (var client = tls.plain(tls.start(tls.echo()))) {
            var hello = new TlsPeer(tls.trusting(), "TLSv1.3").say();
            client.getOutputStream().write(hello, 0, Math.min(sent, hello.length));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        }
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.HANDSHAKE_FAILED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 100})
    void aClientThatDoesNotShakeHandsInTimeIsClosed(int sent) throws Exception {
        var now = new AtomicLong();
        try (var client = tls.plain(tls.start(now::get, tls.echo()))) {
            var hello = new TlsPeer(tls.trusting(), "TLSv1.3").say();
            client.getOutputStream().write(hello, 0, sent);
            do { // again, should the server not have been waiting yet
                now.addAndGet(Deadlines.defaults().handshake().toNanos());
                Thread.sleep(SWEEP_MILLIS); // else the deadline for writing comes as well
            } while (!tls.anyClosed());
            assertThat(firstByte(client)).isNegative();
        }
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.HANDSHAKE_FAILED);
    }

    /** What comes is nothing: an end, or a reset if the server has not read all that was sent. */
    private static int firstByte(Socket client) throws IOException {
        try {
            return client.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientThatDoesNotTrustTheCertificateGoes(String protocol) throws Exception {
        var server = tls.start(tls.echo());
        var context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        assertThatThrownBy(() -> new TlsClient(server, context, protocol))
                .isInstanceOf(SSLException.class);
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.HANDSHAKE_FAILED);
    }

    @Test
    void aClientThatClosesWithinARecordIsLost() throws Exception {
        var client = tls.client(tls.start(tls.echo()), "TLSv1.3");
        client.send("one\n");
        var record = client.tls.say("two\n");
        client.write(Arrays.copyOf(record, record.length - 1));
        client.shutOutput();
        assertThat(client.readToEnd()).isEqualTo("one\n");
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.CLIENT_LOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aRecordThatWasTamperedWithEndsTheConnection(String protocol) throws Exception {
        var client = tls.client(tls.start(tls.echo()), protocol);
        client.send("one\n");
        assertThat(client.read("one\n")).isEqualTo("one\n");
        var record = client.tls.say("two\n");
        record[record.length - 1] ^= 1;
        client.write(record);
        assertThatThrownBy(client::readToEnd)
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("bad_record_mac");
        client.close();
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.MALFORMED);
    }

    @Test
    void aClientThatDoesNothingButChangeItsKeysIsClosed() throws Exception {
        var client = tls.client(tls.start(tls.echo()), "TLSv1.3");
        for (int i = 0; i < 100; i++) {
            client.write(client.tls.beginHandshake());
        }
        assertThat(client.readToEnd()).isEmpty();
        assertThat(client.tls.saidGoodbye()).isTrue();
        client.close();
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.MALFORMED);
    }

    @Test
    void aClientCannotRenegotiate() throws Exception {
        var client = tls.client(tls.start(tls.echo()), "TLSv1.2");
        client.send("one\n");
        assertThat(client.read("one\n")).isEqualTo("one\n");
        client.write(client.tls.beginHandshake());
        assertThatThrownBy(client::readToEnd)
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("close_notify during handshake");
        client.close();
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.MALFORMED);
    }
}
