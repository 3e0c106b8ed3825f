package dev.usher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Connection;
import dev.usher.Server;
import dev.usher.TestCertificates;
import dev.usher.Tls;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** A client over TLS. */
class TlsClientTest {
    @TempDir Path folder;

    @Test
    void itSpeaksWithAServerThatItTrustsAndWithNoOther() throws Exception {
        var mine = certificates("mine");
        var other = certificates("other");
        var context = Tls.keyStore(mine.file(), mine.password());
        try (var server =
                Server.on(0)
                        .tls(context)
                        .answer(Lines.utf8(), line -> line.toUpperCase(Locale.ROOT))
                        .start()) {
            var remote = Client.to("127.0.0.1", server.port(), Dialect.lines());
            try (var client = remote.tls(mine.trusting("mine")).open()) {
                var answers = new ArrayList<CompletableFuture<String>>();
                for (int i = 0; i < 1_000; i++) {
                    answers.add(client.send("request " + i));
                }
                for (int i = 0; i < 1_000; i++) {
                    assertThat(answers.get(i).get()).isEqualTo("REQUEST " + i);
                }
            }
            try (var client = remote.tls(other.trusting("other")).open()) {
                assertThatThrownBy(() -> client.call("hello"))
                        .isInstanceOf(CallException.Unreachable.class)
                        .hasMessageEndingWith(
                                "its certificate is not one that is trusted, nor signed by one");
            }
            try (var client = remote.open()) {
                assertThatThrownBy(() -> client.call("hello"))
                        .isInstanceOf(CallException.Unreachable.class)
                        .hasMessageEndingWith("the server speaks TLS, and this client does not")
                        .cause()
                        .isInstanceOfSatisfying(
                                TlsMismatchException.class,
                                mismatch -> assertThat(mismatch.serverSpeaks()).isTrue());
            }
        }
    }

    @Test
    void aServerWithoutTlsIsToldAsOne() throws Exception {
        var certificates = certificates("mine");
        try (var server = Server.on(0).handle(TlsClientTest::greet).start();
                var client =
                        Client.to("127.0.0.1", server.port(), Lines.utf8())
                                .tls(certificates.trusting("mine"))
                                .open()) {
            assertThatThrownBy(() -> client.call("hello"))
                    .isInstanceOf(CallException.Unreachable.class)
                    .hasMessageEndingWith("the server does not speak TLS, and this client does")
                    .hasCauseInstanceOf(TlsMismatchException.class);
        }
    }

    @Test
    void aFileOfCertificatesIsTrusted() throws Exception {
        var certificates = certificates("mine");
        var pem = certificates.export("mine", folder.resolve("mine.pem"));
        var context = Tls.keyStore(certificates.file(), certificates.password());
        try (var server = Server.on(0).tls(context).answer(Lines.utf8(), line -> line).start();
                var client =
                        Client.to("localhost", server.port(), Lines.utf8())
                                .tls(Tls.trusting(pem))
                                .open()) {
            assertThat(client.call("hello")).isEqualTo("hello");
        }
        Files.writeString(pem, "hello");
        assertThatThrownBy(() -> Tls.trusting(pem))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(pem + ": not a PEM file");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        var certificates =
                new TestCertificates(folder.resolve("elsewhere.p12"))
                        .with("elsewhere", "-keyalg", "EC", "-ext", "san=dns:elsewhere.example");
        var context = Tls.keyStore(certificates.file(), certificates.password());
        try (var server = Server.on(0).tls(context).answer(Lines.utf8(), line -> line).start();
                var client =
                        Client.to("127.0.0.1", server.port(), Lines.utf8())
                                .tls(certificates.trusting("elsewhere"))
                                .open()) {
            assertThatThrownBy(() -> client.call("hello"))
                    .isInstanceOf(CallException.Unreachable.class)
                    .hasMessageContaining("its certificate: No subject alternative names");
        }
    }

    private static void greet(Connection connection) throws IOException {
        connection.output().writeUtf8("hello, who is there?\n");
        connection.output().flush();
    }

    private TestCertificates certificates(String name) throws Exception {
        return new TestCertificates(folder.resolve(name + ".p12")).with(name, "-keyalg", "EC");
    }
}
