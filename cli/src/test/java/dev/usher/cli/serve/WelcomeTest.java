package dev.usher.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.cli.offer.Offer;
import dev.usher.services.echo.Echo;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;

import javax.net.ssl.SSLContext;

class WelcomeTest {
    private static List<String> table(String name) throws IOException {
        var listener =
                new Echo().on(Server.on(0).named(name).limits(Limits.defaults().running(100)));
        try (var server = listener.start()) {
            var text = Welcome.text(List.of(Offer.of("echo", "lines")), List.of(listener), server);
            return text.replaceAll("127.0.0.1:\\d+", "HERE")
                    .replaceAll(" +", " ")
                    .lines()
                    .limit(2)
                    .toList();
        }
    }

    @Test
    void aListenerOfItsOwnNameIsShownByThat() throws IOException {
        assertThat(table("echo"))
                .containsExactly(
                        "SERVICE PROTOCOL ADDRESS RUNNING WAITING", "echo lines HERE 100 1,000");
        assertThat(table("lab-2"))
                .containsExactly(
                        "SERVICE PROTOCOL ADDRESS RUNNING WAITING LISTENER",
                        "echo lines HERE 100 1,000 lab-2");
    }

    @Test
    void anAddressOfIpv6IsShownInShort() throws Exception {
        var here = InetAddress.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(here) != null, "there is no IPv6 here");
        var listener = new Echo().on(Server.on(0).bind("::1"));
        try (var server = listener.start()) {
            assertThat(Welcome.text(List.of(Offer.of("echo", "lines")), List.of(listener), server))
                    .contains(" [::1]:" + server.port(), " nc -q1 ::1 " + server.port());
        }
    }

    @Test
    void whatIsToBeTriedSpeaksTlsWhereTheListenerDoes() throws Exception {
        var listener = new Echo().on(Server.on(0).tls(SSLContext.getDefault()));
        try (var server = listener.start()) {
            assertThat(Welcome.text(List.of(Offer.of("echo", "lines")), List.of(listener), server))
                    .containsPattern(
                            "try: \\(printf .*; sleep 1\\) \\| openssl s_client .*"
                                    + " 127.0.0.1:"
                                    + server.port());
        }
    }
}
