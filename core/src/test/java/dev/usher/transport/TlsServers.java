package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.TestCertificates;
import dev.usher.TimeSource;
import dev.usher.Tls;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Servers with a certificate, and clients that trust it. Closes all of them after each test; every
 * wait ends.
 */
final class TlsServers implements BeforeAllCallback, AfterEachCallback {
    static final Duration LONGEST = Duration.ofSeconds(20);

    private final BlockingQueue<Event.Closed> closed = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private SSLContext certificate;
    private SSLContext trusting;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        var folder = Files.createTempDirectory("usher-tls-");
        var certificates = new TestCertificates(folder.resolve("server.p12"));
        try {
            certificates.with("server", "-keyalg", "EC", "-groupname", "secp256r1");
            certificate = Tls.keyStore(certificates.file(), certificates.password());
            trusting = certificates.trusting("server");
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (var resource : opened.reversed()) {
            resource.close();
        }
        opened.clear();
        closed.clear();
    }

    /** What a server needs. */
    SSLContext certificate() {
        return certificate;
    }

    /** What a client needs. */
    SSLContext trusting() {
        return trusting;
    }

    Listener listener() {
        return Server.on(0).tls(certificate);
    }

    Listener echo() {
        return listener().answer(Lines.utf8(), line -> line);
    }

    Server start(Listener listener) throws IOException {
        return start(TimeSource.system(), listener);
    }

    Server start(TimeSource time, Listener listener) throws IOException {
        return open(Server.start(time, List.of(listener.events(this::heard))));
    }

    private void heard(Event event) {
        if (event instanceof Event.Closed end) {
            closed.add(end);
        }
    }

    /** A client that speaks TLS, with the JDK's sockets. */
    SSLSocket connect(Server server, String protocol) throws IOException {
        var factory = trusting.getSocketFactory();
        var loopback = InetAddress.getLoopbackAddress();
        var socket = open((SSLSocket) factory.createSocket(loopback, server.port()));
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout((int) LONGEST.toMillis());
        return socket;
    }

    /** A client that speaks TLS, and has its records in its own hands. */
    TlsClient client(Server server, String protocol) throws IOException {
        return open(new TlsClient(server, trusting, protocol));
    }

    /** A client that speaks TCP. */
    Socket plain(Server server) throws IOException {
        var socket = open(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        socket.setSoTimeout((int) LONGEST.toMillis());
        return socket;
    }

    private <R extends AutoCloseable> R open(R resource) {
        opened.add(resource);
        return resource;
    }

    /** Why the next client ended. */
    CloseReason awaitClosed() throws InterruptedException {
        var end = closed.poll(LONGEST.toSeconds(), TimeUnit.SECONDS);
        assertThat(end).as("the end of a client").isNotNull();
        return end.reason();
    }

    /** Whether a client has ended meanwhile, or does so shortly. */
    boolean anyClosed() throws InterruptedException {
        var end = closed.poll(100, TimeUnit.MILLISECONDS);
        return end != null && closed.add(end);
    }
}
