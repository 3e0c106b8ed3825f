package dev.usher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;

/** A name that has several addresses. */
@Timeout(60)
class DialingTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("127.0.0.3");

    private static Dialing to(int port, InetAddress... addresses) {
        var server = InetSocketAddress.createUnresolved("server.example", port);
        return new Dialing(server, null, 1_000, _ -> addresses);
    }

    @Test
    void theFirstAddressThatIsThereIsTaken() throws Exception {
        try (var server = new ServerSocket(0, 9, HERE);
                var wire =
                        to(server.getLocalPort(), NOBODY, ELSEWHERE, HERE, NOBODY)
                                .connect(LONGEST)) {
            assertThat(wire.remote().getAddress()).isEqualTo(HERE);
        }
    }

    @Test
    void aDeadAddressLeavesTimeToTheOthers() throws Exception {
        try (var dead = new ServerSocket(0, 1, NOBODY);
                var server = new ServerSocket(dead.getLocalPort(), 99, HERE)) {
            var addresses = new InetAddress[60]; // each may have half a second
            Arrays.fill(addresses, HERE);
            addresses[0] = NOBODY;
            // With a full backlog, connections to it are neither made nor refused.
            try (var one = new Socket(NOBODY, dead.getLocalPort());
                    var two = new Socket(NOBODY, dead.getLocalPort());
                    var wire = to(server.getLocalPort(), addresses).connect(LONGEST)) {
                assertThat(one.isConnected() && two.isConnected()).isTrue();
                assertThat(wire.remote().getAddress()).isEqualTo(HERE);
            }
        }
    }

    @Test
    void ifNoneIsThereTheFirstOneSaysWhy() throws Exception {
        try (var server = new ServerSocket(0, 9, HERE)) {
            assertThatThrownBy(() -> to(server.getLocalPort(), NOBODY, ELSEWHERE).connect(LONGEST))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("refused");
        }
    }

    @Test
    void aNameWithoutAnAddressIsUnknown() {
        assertThatThrownBy(() -> to(1).connect(LONGEST))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("no such host");
    }
}
