package dev.usher.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.services.files.FileStore;
import dev.usher.services.files.Sha256;
import dev.usher.services.files.StoreLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code usher files}: what it shows, what it leaves behind, and how it goes on. */
@Timeout(120)
class FilesCommandsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FileStore store;
    private Server server;
    private Path here;
    private Path there;

    @BeforeEach
    void start() throws IOException {
        here = Files.createDirectory(folder.resolve("here"));
        there = Files.createDirectory(folder.resolve("there"));
        store = FileStore.open(folder.resolve("store"), StoreLimits.defaults());
        server = new dev.usher.services.files.Files(store).on(Server.on(0)).start();
    }

    @AfterEach
    void close() throws IOException {
        server.cut();
        store.close();
    }

    private int usher(int port, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var all = new ArrayList<>(List.of("files"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--at", "127.0.0.1:" + port));
        return Main.commandLine(InputStream.nullInputStream())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private int usher(String... arguments) {
        return usher(server.port(), arguments);
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(here.resolve(name), content).toString();
    }

    private String file(String name, String content) throws IOException {
        return file(name, content.getBytes(UTF_8));
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void assertShown(String stdout) {
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).isEqualTo(stdout);
    }

    private void assertComplaint(String sentence) {
        assertThat(err.toString()).isEqualToIgnoringNewLines("usher: " + sentence);
        assertThat(out.toString()).isEmpty();
    }

    private String sha256(String content) {
        return Sha256.of(content).hex();
    }

    @Test
    void filesGoThereAndComeBack() throws Exception {
        assertThat(usher("put", file("a b.txt", "hello"), "--to", "notes")).isZero();
        assertShown("notes/a b.txt 5 " + sha256("hello") + "\n");
        assertThat(usher("put", file("empty", ""), "--as", "other")).isZero();
        assertShown("other 0 " + sha256("") + "\n");
        assertThat(usher("list")).isZero();
        assertThat(out.toString()).matches("notes/a b.txt 5 20\\S+Z\nother 0 20\\S+Z\n");
        assertThat(usher("rename", "other", "notes/c")).isZero();
        assertShown("");
        assertThat(usher("list", "notes/c")).isZero();
        assertThat(out.toString()).matches("notes/c 0 20\\S+Z\n");
        assertThat(usher("get", "notes/a b.txt", "notes/c", "--to", "" + there)).isZero();
        assertThat(out.toString().lines())
                .containsExactlyInAnyOrder(
                        "notes/a b.txt 5 " + sha256("hello"), "notes/c 0 " + sha256(""));
        assertThat(names(there)).containsExactly("a b.txt", "c");
        assertThat(there.resolve("a b.txt")).hasContent("hello");
        assertThat(usher("delete", "notes/a b.txt", "notes/c")).isZero();
        assertShown("");
        assertThat(usher("list")).isZero();
        assertShown("");
    }

    @Test
    void manyFilesGoAtOnce() throws Exception {
        var put = new ArrayList<>(List.of("put", "--parallel", "8"));
        var get = new ArrayList<>(List.of("get", "--parallel", "8", "--to", "" + there));
        for (int i = 0; i < 40; i++) {
            put.add(file("f" + i, random(10_000 * i)));
            get.add("f" + i);
        }
        assertThat(usher(put.toArray(String[]::new))).isZero();
        assertThat(out.toString().lines()).hasSize(40);
        assertThat(usher(get.toArray(String[]::new))).isZero();
        assertThat(out.toString().lines()).hasSize(40);
        for (int i = 0; i < 40; i++) {
            assertThat(there.resolve("f" + i)).hasBinaryContent(random(10_000 * i));
        }
        assertThat(names(there)).hasSize(40);
    }

    @Test
    void whatIsHereIsNotReplacedUnlessThatIsSaid() throws Exception {
        usher("put", file("a", "hello"));
        assertThat(usher("get", "a", "--to", "" + here)).isEqualTo(1);
        assertComplaint("a: " + here.resolve("a") + " is there already; --force replaces it");
        Files.writeString(here.resolve("a"), "mine");
        assertThat(usher("get", "a", "-o", "" + here.resolve("a"))).isEqualTo(1);
        assertThat(here.resolve("a")).hasContent("mine");
        assertThat(usher("get", "a", "-o", "" + here.resolve("a"), "--force")).isZero();
        assertThat(here.resolve("a")).hasContent("hello");
        assertThat(names(here)).containsExactly("a");
    }

    @Test
    void conditionsHold() throws Exception {
        usher("put", file("a", "hello"));
        usher("put", file("b", "other"));
        assertThat(usher("put", file("a", "jello"), "--if-absent")).isEqualTo(1);
        assertComplaint(here.resolve("a") + ": there is a file a");
        assertThat(usher("put", file("a", "jello"), "--if-match", sha256("x"))).isEqualTo(1);
        assertComplaint(here.resolve("a") + ": the sha256 of a is " + sha256("hello"));
        assertThat(usher("put", file("a", "jello"), "--if-match", sha256("hello"))).isZero();
        assertThat(usher("rename", "a", "b", "--if-absent")).isEqualTo(1);
        assertComplaint("there is a file b");
        assertThat(usher("delete", "a", "--if-match", sha256("hello"))).isEqualTo(1);
        assertThat(usher("delete", "a", "--if-match", sha256("jello"))).isZero();
    }

    @Test
    void whatFailsDoesNotKeepTheOthers() throws Exception {
        var none = here.resolve("none");
        assertThat(usher("put", "" + none, "" + folder, file("a", "hello"))).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("a 5 " + sha256("hello") + "\n");
        assertThat(err.toString().lines())
                .containsExactlyInAnyOrder(
                        "usher: " + none + ": there is no such file",
                        "usher: " + folder + ": is not a file that can be sent");
        assertThat(usher("get", "none", "a", "--to", "" + there)).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("a 5 " + sha256("hello") + "\n");
        assertThat(err.toString()).isEqualToIgnoringNewLines("usher: none: there is no file none");
        assertThat(usher("delete", "none", "a")).isEqualTo(1);
        assertComplaint("none: there is no file none");
        assertThat(usher("list")).isZero();
        assertShown("");
        assertThat(usher("get", "a", "--to", "" + folder.resolve("no"))).isEqualTo(1);
        assertComplaint("a: " + folder.resolve("no") + ": there is no such folder");
    }

    @Test
    void whereNobodyListensIsToldAtOnce() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, HERE)) {
            port = taken.getLocalPort();
        }
        var hint =
                "cannot connect to 127.0.0.1:%d: connection refused; is there a server? start one with: usher serve files --port %d"
                        .formatted(port, port);
        assertThat(usher(port, "list")).isEqualTo(1);
        assertComplaint(hint);
        assertThat(usher(port, "delete", "a", "b", "c")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("usher: a: " + hint, "usher: 2 more files not tried");
    }

    /** What happens to the nth connection. */
    private interface Fate {
        void befall(Socket client, int n) throws IOException;
    }

    private static ServerSocket listening(Fate fate) throws IOException {
        var listening = new ServerSocket(0, 50, HERE);
        var n = new AtomicInteger();
        Thread.startVirtualThread(() -> {
            while (!listening.isClosed()) {
                try (var client = listening.accept()) {
                    fate.befall(client, n.getAndIncrement());
                } catch (IOException cut) {
                    // The next one, if there is to be one.
                }
            }
        });
        return listening;
    }

    /** Passes bytes on, and after so many of them none. */
    private void relay(Socket client, int most) throws IOException {
        try (var onward = new Socket(HERE, server.port())) {
            var there = Thread.startVirtualThread(() -> pass(client, onward, most));
            pass(onward, client, most);
            there.join();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    /** In the end both are closed, so that the other direction ends as well. */
    private static void pass(Socket from, Socket to, int most) {
        try (from;
                to) {
            var piece = new byte[8192];
            for (int left = most; left > 0; ) {
                int count = from.getInputStream().read(piece, 0, Math.min(left, piece.length));
                if (count < 0) {
                    return;
                }
                to.getOutputStream().write(piece, 0, count);
                left -= count;
            }
        } catch (IOException cut) {
            // by the other direction
        }
    }

    @Test
    void lostConnectionsAreGoneOnAfter() throws Exception {
        var content = random(5_000_000);
        var connections = new AtomicInteger();
        try (var relay =
                listening((client, _) -> {
                    connections.incrementAndGet();
                    relay(client, 1_500_000);
                })) {
            assertThat(usher(relay.getLocalPort(), "put", file("large", content))).isZero();
            assertThat(err.toString()).isEmpty();
            assertThat(out.toString()).startsWith("large 5000000 ");
            assertThat(connections.getAndSet(0)).isGreaterThan(3);
            assertThat(usher(relay.getLocalPort(), "get", "large", "--to", "" + there)).isZero();
            assertThat(err.toString()).isEmpty();
            assertThat(connections.get()).isGreaterThan(3);
        }
        assertThat(there.resolve("large")).hasBinaryContent(content);
        assertThat(names(there)).containsExactly("large");
    }

    @Test
    void aBusyServerIsComeBackTo() throws Exception {
        try (var busy =
                listening((client, n) -> {
                    if (n < 3) {
                        say(client, "BUSY retry-after=0 running=1/1 waiting=0/0\n");
                    } else {
                        relay(client, 10_000_000);
                    }
                })) {
            assertThat(usher(busy.getLocalPort(), "put", file("a", "hello"))).isZero();
            assertShown("a 5 " + sha256("hello") + "\n");
        }
    }

    /** Waits for a command, and answers. */
    private static void say(Socket client, String answer) throws IOException {
        if (client.getInputStream().read(new byte[4096]) >= 0) {
            client.getOutputStream().write(answer.getBytes(UTF_8));
        }
    }

    @Test
    void aFileThatIsBeingReadForItsDigestIsComeBackTo() throws Exception {
        var content = random(100_000);
        usher("put", file("large", content));
        var asked = new AtomicInteger();
        try (var reading =
                listening((client, n) -> {
                    asked.incrementAndGet();
                    if (n < 4) { // each time further, which is progress: patience begins anew
                        say(
                                client,
                                "ERROR digesting %d of 9 bytes have been read for the digest; come"
                                                .formatted(n)
                                        + " back later\n");
                    } else {
                        relay(client, 10_000_000);
                    }
                })) {
            assertThat(usher(reading.getLocalPort(), "get", "large", "--to", "" + there)).isZero();
            assertThat(err.toString()).isEmpty();
        }
        assertThat(asked.get()).isEqualTo(5);
        assertThat(there.resolve("large")).hasBinaryContent(content);
    }

    @Test
    void aFileWhoseReadingGoesNoFurtherIsGivenUp() throws Exception {
        var stuck = "ERROR digesting 5 of 9 bytes have been read for the digest; come back later";
        try (var reading = listening((client, _) -> say(client, stuck + "\n"))) {
            assertThat(
                            usher(
                                    reading.getLocalPort(),
                                    "get",
                                    "large",
                                    "--patience",
                                    "0.5",
                                    "--to",
                                    "" + there))
                    .isEqualTo(1);
            assertComplaint(
                    "large: gave up after 0.5 s without progress: "
                            + stuck.substring("ERROR digesting ".length()));
        }
        assertThat(names(there)).isEmpty();
    }

    @Test
    void howLargeAFileMayBeThatComesIsAnOption() throws Exception {
        usher("put", file("a", "hello"));
        assertThat(usher("get", "a", "--to", "" + there, "--max-file-size", "4")).isEqualTo(1);
        assertComplaint(
                "a: a has more than the 4 bytes that a file may have here; take more with"
                        + " --max-file-size");
        assertThat(names(there)).isEmpty();
        assertThat(usher("get", "a", "--to", "" + there, "--max-file-size", "5")).isZero();
        assertThat(there.resolve("a")).hasContent("hello");
        // What the client must not mind is a matter of its limit alone.
        var announced = "OK 20000000000 " + "0".repeat(64) + "\n";
        try (var large = listening((client, _) -> say(client, announced))) {
            assertThat(
                            usher(
                                    large.getLocalPort(),
                                    "get",
                                    "b",
                                    "--to",
                                    "" + there,
                                    "--max-file-size",
                                    "20G",
                                    "--patience",
                                    "0.3"))
                    .isEqualTo(1);
            assertThat(err.toString()).startsWith("usher: b: gave up after 0.3 s");
        }
    }

    @Test
    void aServerThatIsBusyForTooLongIsGivenUp() throws Exception {
        try (var busy =
                listening((client, _) ->
                        say(client, "BUSY retry-after=90 running=1/1 waiting=0/0\n"))) {
            assertThat(usher(busy.getLocalPort(), "list")).isEqualTo(1);
            assertComplaint(
                    "gave up: the server is busy; it says to come back in 90 s, and patience is 60"
                            + " s");
        }
    }

    @Test
    void aServerThatAlwaysBreaksOffIsGivenUp() throws Exception {
        try (var broken = listening((client, _) -> say(client, "OK 5 "))) {
            assertThat(
                            usher(
                                    broken.getLocalPort(),
                                    "get",
                                    "a",
                                    "b",
                                    "--parallel",
                                    "1",
                                    "--patience",
                                    "0.5",
                                    "--to",
                                    "" + there))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .startsWith(
                            "usher: a: gave up after 0.5 s without progress: lost the connection")
                    .contains("usher: 1 more file not tried");
            assertThat(names(there)).isEmpty();
        }
    }

    @Test
    void anUploadWhoseAnswerWasLostIsFoundOut() throws Exception {
        usher("put", file("a", "hello"));
        try (var forgetful =
                listening((client, n) -> {
                    if (n == 0) {
                        say(client, "OK ready 0\n");
                        client.getInputStream().read(new byte[5]);
                    } else {
                        relay(client, 10_000_000);
                    }
                })) {
            assertThat(usher(forgetful.getLocalPort(), "put", file("a", "hello"), "--if-absent"))
                    .isZero();
            assertShown("a 5 " + sha256("hello") + "\n");
        }
    }

    @Test
    void aDeletionWhoseAnswerWasLostIsNotRepeated() throws Exception {
        try (var forgetful = listening((client, _) -> say(client, ""))) {
            assertThat(usher(forgetful.getLocalPort(), "delete", "a")).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("usher: a: lost the connection to 127.0.0.1:")
                    .contains("; whether it was done is not known");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    put                    ; Missing required parameter: 'FILE'
                    put a b --as c         ; --as is for one FILE
                    put a x/a              ; two files would be called a
                    put a --to ../b        ; Invalid value for option '--to': name ../b has a segment of nothing but dots
                    put nul                ; 'name nul is a device on some systems; give another one with --as'
                    put a --if-match 5     ; Invalid value for option '--if-match': a SHA-256 digest is 64 hexadecimal digits
                    put a --parallel 0     ; Invalid value for option '--parallel': '0' is not a whole number from 1 to 16
                    get                    ; Missing required parameter: 'NAME'
                    get ../a               ; Invalid value for positional parameter at index 0..* (NAME): name ../a has a segment of nothing but dots
                    get a b -o c           ; -o is for one NAME
                    get x/a y/a            ; two files would be called a
                    get a --patience 0     ; Invalid value for option '--patience': '0' is not a number of seconds from 0.001 to 86,400
                    rename a               ; Missing required parameter: 'TO'
                    """)
    void aWrongArgumentIsOneSentenceAndExitCode2(String arguments, String sentence) {
        assertThat(usher(arguments.split(" +"))).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "usher: %s (try: usher files %s --help)"
                                .formatted(sentence, arguments.replaceAll(" .*", "")));
    }
}
