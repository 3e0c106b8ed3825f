package dev.usher.services.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.protocol.Unframed;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class TemplateTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final List<String> console = new CopyOnWriteArrayList<>();

    @Test
    void theSameBytesComeBackUntilTheClientCloses() throws Exception {
        var client = servers.connect(servers.start(new Template().on(Server.on(0))));
        for (var data : List.of("hello", "exit", "STOP", "two\nlines\n", "\0é٣😀")) {
            assertThat(echo(client, data.getBytes(StandardCharsets.UTF_8)))
                    .asString()
                    .isEqualTo(data);
        }
        client.endOutput();
        assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
    }

    @Test
    void bytesNeedNotBeText() throws Exception {
        var client = servers.connect(servers.start(new Template().on(Server.on(0))));
        var data = new byte[] {0, (byte) 0xff, (byte) 0xfe, 1, (byte) 0x80, 'x'};
        assertThat(echo(client, data)).isEqualTo(data);
    }

    @Test
    void aCharacterThatIsCutInTwoComesBackWhole() throws Exception {
        var client = servers.connect(servers.start(new Template().on(Server.on(0), console::add)));
        var data = "naïve 😀".getBytes(StandardCharsets.UTF_8);
        client.sendInPieces(data, data.length - 3);
        assertThat(client.read(data.length)).isEqualTo(data);
        assertThat(console.getLast()).endsWith("😀");
    }

    @Test
    void theConsoleShowsWhatTheCourseShows() throws Exception {
        var server = servers.start(new Template().on(Server.on(0), console::add));
        var client = servers.connect(server);
        echo(client, "hello".getBytes(StandardCharsets.UTF_8));
        echo(client, "world".getBytes(StandardCharsets.UTF_8));
        var from = "('127.0.0.1', " + client.address().getPort() + ")";
        assertThat(console)
                .containsExactly(
                        "Server is listening on port " + server.port() + "...",
                        "Accepted connection from " + from,
                        "Connection established with " + from,
                        "Received data from " + from + ": hello",
                        "Received data from " + from + ": world");
    }

    @Test
    void whatAClientSendsCannotControlTheConsole() throws Exception {
        var client = servers.connect(servers.start(new Template().on(Server.on(0), console::add)));
        var data = "a\n\u001b[2J\u202eb\u2028C:\\c".getBytes(StandardCharsets.UTF_8);
        assertThat(echo(client, data)).isEqualTo(data);
        assertThat(console.getLast()).endsWith("): a\\u000a\\u001b[2J\\u202eb\\u2028C:\\c");
    }

    @Test
    void aClientThatIsTurnedAwayWasNeverAccepted() throws Exception {
        var listener = Server.on(0);
        var limits = listener.limits().running(1).waiting(0);
        var server = servers.start(new Template().on(listener.limits(limits), console::add));
        var first = servers.connect(server);
        echo(first, new byte[] {'x'});
        var second = servers.connect(server);
        assertThat(second.readToEnd()).asString().isEqualTo("Error: busy");
        assertThat(console).noneMatch(line -> line.contains("" + second.address().getPort()));
    }

    @Test
    void anotherServiceIsAnotherFunction() throws Exception {
        var server = servers.start(Server.on(0).answer(Unframed.utf8(), data -> data.repeat(2)));
        var client = servers.connect(server);
        client.send("ha");
        assertThat(client.read(4)).asString().isEqualTo("haha");
    }

    private static byte[] echo(TestClient client, byte[] data) throws Exception {
        client.send(data);
        return client.read(data.length);
    }
}
