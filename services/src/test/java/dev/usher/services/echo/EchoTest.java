package dev.usher.services.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;

/** Every line comes back as it was, however it was sent. */
class EchoTest {
    private static final int PIPELINED = 20_000;
    private static final byte[] ODDITIES =
            bytes("hello\n\nquit\r\nhelp\n{\n \t\n\0\u0080\u00ff\n[1,2\nadd 2 3\n");

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void everyLineIsDataAndComesBackUnchanged() throws Exception {
        var client = servers.connect(servers.start(new Echo().on(Server.on(0))));
        client.send(ODDITIES);
        client.endOutput();
        assertThat(client.readToEnd()).isEqualTo(ODDITIES);
    }

    @Test
    void linesSplitAnywhereComeBackUnchanged() throws Exception {
        var server = servers.start(new Echo().on(Server.on(0)));
        for (int split = 1; split < ODDITIES.length; split++) {
            var client = servers.connect(server);
            client.sendInPieces(ODDITIES, split);
            client.endOutput();
            assertThat(client.readToEnd()).as("split at %d", split).isEqualTo(ODDITIES);
        }
    }

    @Test
    void thousandsOfLinesInOneWriteComeBackInOrder() throws Exception {
        var client = servers.connect(servers.start(new Echo().on(Server.on(0))));
        var lines = new StringBuilder();
        for (int i = 0; i < PIPELINED; i++) {
            lines.append("line ").append(i).append('\n');
        }
        var sent = client.sendMeanwhile(bytes(lines.toString()));
        assertThat(client.read(lines.length())).isEqualTo(bytes(lines.toString()));
        sent.join();
    }

    @Test
    void aLineOfThreeMegabytesIsTooLong() throws Exception {
        var client = servers.connect(servers.start(new Echo().on(Server.on(0))));
        var sent = client.sendMeanwhile(bytes("x".repeat(3_000_000) + "\n"));
        assertThat(client.readLinesToEnd())
                .containsExactly("ERROR too-long a request may have 65536 bytes");
        sent.join();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
