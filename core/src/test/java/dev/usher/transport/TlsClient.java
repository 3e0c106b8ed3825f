package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;

import javax.net.ssl.SSLContext;

/** A client over a socket that can send whatever records it likes. Every read is bounded. */
final class TlsClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    final TlsPeer tls;
    private final Socket socket;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    /** Connects, and shakes hands. */
    TlsClient(Server server, SSLContext context, String protocol) throws IOException {
        tls = new TlsPeer(context, protocol);
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            for (write(tls.say()); tls.shakesHands(); write(tls.say())) {
                if (!hear()) {
                    throw new EOFException("the server closed during the handshake");
                }
            }
        } catch (IOException | RuntimeException | Error failed) {
            socket.close();
            throw failed;
        }
    }

    /** Writes these bytes as they are. */
    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends a text. */
    void send(String text) throws IOException {
        write(tls.say(text));
    }

    /** As many bytes as are expected, as a text. */
    String read(String expected) throws IOException {
        int count = expected.getBytes(UTF_8).length;
        while (read.size() < count) {
            if (!hear()) {
                throw new EOFException("the server closed after " + read);
            }
        }
        assertThat(read.size()).as("bytes that came").isEqualTo(count);
        return readAll();
    }

    /** Everything until the server closes the connection, after a goodbye of TLS or without. */
    String readToEnd() throws IOException {
        while (hear()) {
            // it goes on
        }
        return readAll();
    }

    private String readAll() {
        var text = read.toString(UTF_8);
        read.reset();
        return text;
    }

    private boolean hear() throws IOException {
        var some = new byte[64 * 1024];
        int count = socket.getInputStream().read(some);
        if (count > 0) {
            tls.hear(Arrays.copyOf(some, count));
            read.writeBytes(tls.heard());
        }
        return count >= 0;
    }

    /** Closes the client's side of the TCP connection, without a goodbye of TLS. */
    void shutOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
