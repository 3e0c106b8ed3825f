package dev.usher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Server;
import dev.usher.TestCertificates;
import dev.usher.Tls;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                        .hasMessageContaining("certif");
            }
            try (var client = remote.open()) {
                assertThatThrownBy(() -> client.call("hello")).isInstanceOf(CallException.class);
            }
        }
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
                    .isInstanceOf(CallException.Unreachable.class);
        }
    }

    private TestCertificates certificates(String name) throws Exception {
        return new TestCertificates(folder.resolve(name + ".p12")).with(name, "-keyalg", "EC");
    }
}
