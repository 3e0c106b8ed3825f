package dev.usher.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.ClientStatus;
import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.cli.UsherProcess;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What an operator asks of a running server over its admin socket. */
@Timeout(60)
class AdminTest {
    @TempDir Path folder;

    private Server server;
    private Path path;
    private AdminSocket socket;
    private AdminLink link;

    @BeforeEach
    void start() throws IOException {
        server =
                Server.on(0)
                        .named("upper")
                        .limits(Limits.defaults().running(2).waiting(3))
                        .answer(Lines.utf8(), line -> line)
                        .start();
        path = folder.resolve("admin.sock");
        socket = AdminSocket.open(path, new AdminDesk(server));
        link = new AdminLink(path);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.cut();
    }

    private Socket client() throws IOException {
        var client = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port());
        client.getOutputStream().write('\n');
        assertThat(client.getInputStream().read()).isEqualTo('\n');
        return client;
    }

    @Test
    void itTellsWhatTheListenersAndTheirClientsAreDoing() throws Exception {
        try (var client = client()) {
            var listener = link.report("status").listeners().getFirst();
            assertThat(listener.name()).isEqualTo("upper");
            assertThat(listener.address()).isEqualTo("127.0.0.1:" + server.port());
            assertThat(listener.running()).isEqualTo(1);
            assertThat(listener.runningLimit()).isEqualTo(2);
            assertThat(listener.requests()).isEqualTo(1);
            assertThat(listener.clients()).isNull();

            var one = link.report("clients upper").listeners().getFirst().clients().getFirst();
            assertThat(one.address()).isEqualTo("127.0.0.1:" + client.getLocalPort());
            assertThat(one.state()).isEqualTo(ClientStatus.State.IDLE);
            assertThat(one.bytesIn()).isEqualTo(1);
        }
    }

    @Test
    void aClientIsCutOff() throws Exception {
        try (var client = client()) {
            var listener = link.report("clients").listeners().getFirst();
            long id = listener.clients().getFirst().id();
            link.ask("kick " + id);
            assertThatThrownBy(
                            () -> {
                                if (client.getInputStream().read() < 0) {
                                    throw new IOException("ended");
                                }
                            })
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> link.ask("kick " + id))
                    .hasMessageStartingWith("there is no client %d ", id);
        }
    }

    @Test
    void limitsAreChangedWhileItRuns() throws Exception {
        link.ask("limit upper running=50 waiting=7 per-address=5 patience=3");
        assertThat(server.limits("upper"))
                .isEqualTo(
                        Limits.defaults()
                                .running(50)
                                .waiting(7)
                                .perAddress(5)
                                .patience(Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nonsense|unknown: nonsense",
                "status nobody|no listener is called 'nobody'; there is upper",
                "clients nobody|no listener is called 'nobody'; there is upper",
                "kick|kick takes the number of a client",
                "kick me|'me' is not the number of a client",
                "kick -1|'-1' is not the number of a client",
                "limit upper|limit takes a listener, and limits such as running=50",
                "limit nobody running=1|no listener is called 'nobody'; there is upper",
                "limit upper running|'running' is not a limit such as running=50",
                "limit upper running=many|running=many: 'many' is not a whole number from 1 to"
                        + " 10,000,000",
                "limit upper running=0|running=0: '0' is not a whole number from 1 to 10,000,000",
                "limit upper patience=0|patience=0: '0' is not a number of seconds from 0.001 to"
                        + " 86,400",
                "limit upper running=5 running=6|running=6: running is given twice; say one of"
                        + " them",
                "limit upper speed=1|speed=1: 'speed' is not a limit that can change; there is"
                        + " running, waiting, per-address, patience",
            })
    void whatCannotBeDoneIsSaid(String question, String sentence) {
        assertThatThrownBy(() -> link.ask(question)).hasMessage(sentence);
        assertThat(server.limits("upper")).isEqualTo(Limits.defaults().running(2).waiting(3));
    }

    private String shown(String... arguments) {
        return shown(new StringWriter(), arguments);
    }

    private String shown(StringWriter err, String... arguments) {
        var out = new StringWriter();
        int code =
                Main.commandLine(InputStream.nullInputStream())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(
                                Stream.concat(
                                                Stream.of(arguments),
                                                Stream.of("--data", folder.toString()))
                                        .toArray(String[]::new));
        assertThat(code).isZero();
        return out.toString();
    }

    @Test
    void theListenersAreShownAsATable() throws Exception {
        try (var client = client()) {
            assertThat(client.isConnected()).isTrue();
            var address = "127.0.0.1:" + server.port();
            assertThat(shown("status").lines())
                    .containsExactly(
                            "listener  address          running  waiting  accepted  refused  gave"
                                    + " up  requests  defects",
                            "--------  ---------------  -------  -------  --------  -------"
                                    + "  -------  --------  -------",
                            "upper     %s  1/2      0/3             1        0        0         1        0"
                                    .formatted(address));
        }
    }

    @Test
    void theClientsOfAListenerAreShownAsATable() throws Exception {
        try (var client = client()) {
            assertThat(shown("status", "upper").lines().toList())
                    .hasSize(3)
                    .last()
                    .asString()
                    .contains("127.0.0.1:%d  idle".formatted(client.getLocalPort()), "  1 B  1 B");
        }
    }

    @Test
    void aListenerWithoutClientsIsSaidToHaveNone() {
        var err = new StringWriter();
        assertThat(shown(err, "status", "upper")).isEmpty();
        assertThat(err).hasToString("usher: upper has no clients" + System.lineSeparator());
    }

    @Test
    void asJsonTheStatusIsWhole() {
        assertThat(AdminDesk.JSON.readTree(shown("status", "--json")).at("/listeners/0/name"))
                .hasToString("\"upper\"");
    }

    @Test
    void nobodyButTheOwnerMayOpenIt() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(path);
        }
    }

    @Test
    void whatADeadServerHasLeftIsReplacedAndALivingOneIsNot() throws Exception {
        assertThatThrownBy(() -> AdminSocket.open(path, new AdminDesk(server)))
                .hasMessage(path + ": another server answers there");
        socket.close();
        assertThat(path).doesNotExist();
        Files.createFile(path);
        socket = AdminSocket.open(path, new AdminDesk(server));
        assertThat(link.report("status").listeners()).hasSize(1);
    }

    @Test
    void whereNobodyAnswersIsOneSentence() throws Exception {
        socket.close();
        assertThatThrownBy(() -> link.ask("status"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(path + ": no server answers there");
    }

    @Test
    void whereSomethingElseAnswersIsOneSentence() throws Exception {
        var elsewhere = folder.resolve("other.sock");
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(elsewhere));
            var peer =
                    Thread.startVirtualThread(() -> {
                        try (var client = other.accept()) {
                            client.write(ByteBuffer.wrap("220 hello\n".getBytes(UTF_8)));
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    });
            assertThatThrownBy(() -> new AdminLink(elsewhere).report("status"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(elsewhere + ": ");
            peer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit upper running=many",
                "limit upper running=5 running=6",
                "limit upper speed=1",
                "kick me"
            })
    void whatCannotBeAskedForIsAWrongArgument(String arguments) {
        var err = new StringWriter();
        int code =
                Main.commandLine(InputStream.nullInputStream())
                        .setErr(new PrintWriter(err))
                        .execute(arguments.split(" "));
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("usher: ").containsPattern(" is (not|given twice)");
    }

    @Test
    void whoeverMayNotOpenTheSocketIsToldWhoMay() throws Exception {
        var question = List.of("status", "--admin", path.toString());
        Process usher;
        if (Files.isWritable(Path.of("/"))) {
            // root may open any, but not where somebody else owns it and nothing is overridden.
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv here");
            Files.setOwner(
                    path,
                    path.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("nobody"));
            usher =
                    UsherProcess.by(
                            List.of(
                                    "/usr/bin/setpriv",
                                    "--bounding-set=-dac_override,-dac_read_search"),
                            question);
        } else {
            Files.setPosixFilePermissions(path, Set.of());
            usher = UsherProcess.start(question.toArray(String[]::new));
        }
        assertThat(new String(usher.getErrorStream().readAllBytes(), UTF_8))
                .isEqualToIgnoringNewLines(
                        "usher: "
                                + path
                                + ": only the owner of the server may ask it (permission denied)");
        assertThat(usher.waitFor()).isEqualTo(1);
    }

    @Test
    void aPathThatIsTooLongForASocketIsOneSentence() {
        var deep = folder.resolve("x".repeat(100));
        assertThatThrownBy(() -> AdminSocket.open(deep, new AdminDesk(server)))
                .isInstanceOf(IOException.class)
                .hasMessage(deep + ": too long a name for a socket");
    }
}
