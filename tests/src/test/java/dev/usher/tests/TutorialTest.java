package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test that the tutorial shows. */
class TutorialTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void aRequestMayComeInPiecesAndItsClientMayStopSpeaking() throws Exception {
        var server =
                servers.start(Server.on(0).answer(Lines.utf8(), line -> line.toUpperCase(ROOT)));
        var client = servers.connect(server);
        client.sendByteByByte("hello\nworld\n".getBytes(UTF_8));
        client.endOutput();
        assertThat(client.readLinesToEnd()).containsExactly("HELLO", "WORLD");
    }
}
