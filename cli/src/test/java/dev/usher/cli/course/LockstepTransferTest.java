package dev.usher.cli.course;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.cli.UsherProcess;
import dev.usher.services.files.FileStore;
import dev.usher.services.files.Lockstep;
import dev.usher.services.files.StoreLimits;

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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code usher lockstep-client}: what it shows, and what it leaves behind. */
@Timeout(60)
class LockstepTransferTest {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> console = new CopyOnWriteArrayList<>();
    private FileStore store;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        store = FileStore.open(folder.resolve("store"), StoreLimits.defaults());
        server = new Lockstep(store).on(Server.on(0), console::add).start();
        Files.createDirectory(folder.resolve("store/sub"));
    }

    @AfterEach
    void close() throws IOException {
        server.cut();
        store.close();
    }

    private int usher(String... arguments) {
        return Main.commandLine(InputStream.nullInputStream())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    /** Names are the same here and there, so files of this folder are asked for by a process. */
    private int transfer(String verb, String file) throws Exception {
        return transfer(server.port(), verb, file);
    }

    private int transfer(int port, String verb, String file) throws Exception {
        var arguments = List.of("lockstep-client", "127.0.0.1", "" + port, verb, file);
        var client = UsherProcess.in(Files.createDirectories(folder.resolve("here")), arguments);
        try {
            client.outputWriter().close();
            out.write(client.inputReader(UTF_8).readAllAsString());
            err.write(client.errorReader(UTF_8).readAllAsString());
            return client.waitFor();
        } finally {
            client.destroyForcibly();
        }
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300, 1_000_000})
    void getShowsWhatItReceives(int length) throws Exception {
        Files.write(folder.resolve("store/notes.txt"), random(length));
        assertThat(transfer("GET", "notes.txt")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        "client receiving file notes.txt (%d bytes)\nComplete\n".formatted(length));
        assertThat(err.toString()).isEmpty();
        assertThat(here()).containsExactly(folder.resolve("here/notes.txt"));
        assertThat(folder.resolve("here/notes.txt")).hasBinaryContent(random(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300, 1_000_000})
    void putShowsWhatItSends(int length) throws Exception {
        Files.createDirectory(folder.resolve("here"));
        Files.write(folder.resolve("here/notes.txt"), random(length));
        assertThat(transfer("PUT", "notes.txt")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        "client sending file notes.txt (%d bytes)\nComplete\n".formatted(length));
        assertThat(err.toString()).isEmpty();
        assertThat(folder.resolve("store/notes.txt")).hasBinaryContent(random(length));
        assertThat(console).contains("server receiving %d bytes".formatted(length));
    }

    @Test
    void deleteShowsWhatItDeletes() throws Exception {
        Files.write(folder.resolve("store/notes.txt"), random(5));
        assertThat(usher("lockstep-client", "localhost", "" + server.port(), "DEL", "notes.txt"))
                .isZero();
        assertThat(out.toString()).isEqualTo("client deleting file notes.txt\nComplete\n");
        assertThat(folder.resolve("store/notes.txt")).doesNotExist();
    }

    private List<Path> here() throws IOException {
        try (var files = Files.list(folder.resolve("here"))) {
            return files.toList();
        }
    }

    @Test
    void whatTheServerRefusesIsTheServersError() throws Exception {
        assertThat(transfer("GET", "none.txt")).isEqualTo(1);
        assertThat(transfer("DEL", "none.txt")).isEqualTo(1);
        Files.createDirectories(folder.resolve("here"));
        Files.write(folder.resolve("notes.txt"), random(5));
        assertThat(transfer("PUT", "../notes.txt")).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo(
                        """
                        server error: none.txt does not exist
                        client deleting file none.txt
                        server error: unable to delete none.txt
                        server error: unable to create file ../notes.txt
                        """);
        assertThat(err.toString()).isEmpty();
        assertThat(here()).isEmpty();
    }

    @Test
    void whatFailsHereIsTheClientsError() throws Exception {
        Files.write(folder.resolve("store/sub/notes.txt"), random(5));
        assertThat(transfer("PUT", "none.txt")).isEqualTo(1);
        assertThat(transfer("PUT", "..")).isEqualTo(1);
        assertThat(transfer("GET", "sub/notes.txt")).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo(
                        """
                        client error: none.txt does not exist
                        client error: .. does not exist
                        client error: unable to create file sub/notes.txt
                        """);
        assertThat(err.toString()).isEmpty();
        assertThat(here()).isEmpty();
    }

    @Test
    void aFolderIsNotReplaced() throws Exception {
        Files.write(folder.resolve("store/notes.txt"), random(5));
        Files.createDirectories(folder.resolve("here/notes.txt"));
        assertThat(transfer("GET", "notes.txt")).isEqualTo(1);
        assertThat(out.toString()).endsWith("client error: unable to create file notes.txt\n");
        assertThat(here()).containsExactly(folder.resolve("here/notes.txt"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    READY,OK,SIZE,hel   | the server closed the connection too early
                    READY,OK,SIZE,hello | the server closed the connection too early
                    READY,OK,SIZE,helloERROR | error
                    READY,OK            | the server closed the connection too early
                    READY,KO            | the server says 'KO' in place of OK
                    HTTP/1.1 400        | the server says 'HTTP/1.1 400' in place of READY
                    ''                  | the server closed the connection too early
                    """)
    void aFileThatDoesNotArriveWholeDoesNotAppear(String steps, String sentence) throws Exception {
        Files.createDirectories(folder.resolve("here"));
        Files.write(folder.resolve("here/notes.txt"), random(7));
        try (var broken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var peer = Thread.startVirtualThread(() -> play(broken, steps));
            assertThat(transfer(broken.getLocalPort(), "GET", "notes.txt")).isEqualTo(1);
            peer.join();
        }
        if (sentence.equals("error")) {
            assertThat(out.toString()).endsWith("server error: \n");
        } else {
            assertThat(err.toString()).isEqualToIgnoringNewLines("usher: " + sentence);
        }
        assertThat(here()).containsExactly(folder.resolve("here/notes.txt"));
        assertThat(folder.resolve("here/notes.txt")).hasBinaryContent(random(7));
    }

    /** Says these steps, one after each of the client's, and closes. */
    private static void play(ServerSocket server, String steps) {
        try (var client = server.accept()) {
            var received = new byte[4096];
            var said = steps.split(",", -1);
            for (int i = 0; i < said.length; i++) {
                if (i > 0 && client.getInputStream().read(received) < 0) {
                    return;
                }
                client.getOutputStream()
                        .write(
                                said[i].equals("SIZE")
                                        ? ByteBuffer.allocate(8).putLong(5).array()
                                        : said[i].getBytes(UTF_8));
            }
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    lockstep-client                         ; Missing required parameters: 'HOST', 'PORT', 'GET|PUT|DEL', 'FILE'
                    lockstep-client 127.0.0.1 12008 GET     ; Missing required parameter: 'FILE'
                    lockstep-client 127.0.0.1 x GET a       ; Invalid value for positional parameter at index 1 (PORT): 'x' is not a whole number from 0 to 65,535
                    lockstep-client 127.0.0.1 12008 LOOK a  ; Invalid value for positional parameter at index 2 (GET|PUT|DEL): expected one of [GET, PUT, DEL] (case-sensitive) but was 'LOOK'
                    lockstep-client no.invalid 12008 GET a  ; Invalid value for positional parameter at index 0 (HOST): 'no.invalid' is not an address, such as 127.0.0.1, or a known name of one
                    lockstep 12008                          ; Missing required parameter: 'MAXCLIENTS'
                    lockstep 12008 0                        ; Invalid value for positional parameter at index 1 (MAXCLIENTS): '0' is not a whole number from 1 to 10,000,000
                    """)
    void aWrongArgumentIsOneSentenceAndExitCode2(String arguments, String sentence) {
        assertThat(usher(arguments.split(" +"))).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "usher: "
                                + sentence
                                + " (try: usher "
                                + arguments.replaceAll(" .*", "")
                                + " --help)");
    }
}
