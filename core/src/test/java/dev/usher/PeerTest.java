package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;

class PeerTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "::1, [::1]",
        "::, [::]",
        "1::, [1::]",
        "2001:db8::10:0:1, [2001:db8::10:0:1]",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]",
        "0:0:1:0:0:0:0:1, [0:0:1::1]",
        "1:0:2:0:3:0:4:0, [1:0:2:0:3:0:4:0]",
        "10:0:0:0:0:0:0:2, [10::2]"
    })
    void anAddressIsWrittenInShort(String literal, String written) {
        var address = InetAddress.ofLiteral(literal);
        assertThat(Peer.host(address)).isEqualTo(written);
        var remote = new InetSocketAddress(address, 7);
        assertThat(new Peer(3, "echo", remote, remote)).hasToString("echo#3 " + written + ":7");
    }
}
