package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Event;
import dev.usher.Server;
import dev.usher.commands.Commands;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

class FilesLinesTest {
    private static final String HELLO = Sha256.of("hello").hex();

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir private Path folder;
    private FileStore store;
    private Server server;
    private TestClient client;

    @BeforeEach
    void connect() throws Exception {
        store = FileStore.open(folder, StoreLimits.defaults().fileSize(50_000_000));
        server = servers.start(new Files(store).on(Server.on(0)));
        client = servers.connect(server);
    }

    @AfterEach
    void stop() throws Exception {
        server.cut();
        store.close();
    }

    private void put(String name, String content) throws Exception {
        client.send("put " + name + " " + content.getBytes(UTF_8).length + "\n");
        assertThat(client.readLine()).isEqualTo("OK ready");
        client.send(content);
        assertThat(client.readLine()).startsWith("OK ");
    }

    @Test
    void theTranscriptOfTheContract() throws Exception {
        client.send("put notes.txt 5\n");
        assertThat(client.readLine()).isEqualTo("OK ready");
        client.send("hello");
        assertThat(client.readLine()).isEqualTo("OK 5 " + HELLO);
        client.send("get notes.txt\nget notes.txt 3\n");
        assertThat(client.readLine()).isEqualTo("OK 5 " + HELLO);
        assertThat(client.read(5)).asString().isEqualTo("hello");
        assertThat(client.readLine()).isEqualTo("OK 2 " + HELLO);
        assertThat(client.read(2)).asString().isEqualTo("lo");
        client.send("list\n");
        assertThat(client.readLine())
                .matches(
                        "\\[\\{\"name\":\"notes.txt\",\"size\":5,\"modified\":\"20[-0-9T:.]*Z\"}]");
        client.send("delete notes.txt\nget ../../etc/passwd\n");
        assertThat(client.readLine()).isEqualTo("OK");
        assertThat(client.readLine()).startsWith("ERROR invalid name ../../etc/passwd has");
    }

    @Test
    void dataThatFollowsAtOnceIsFine() throws Exception {
        client.send("put a 5\nhellolist\n");
        assertThat(client.readLine()).isEqualTo("OK ready");
        assertThat(client.readLine()).isEqualTo("OK 5 " + HELLO);
        assertThat(client.readLine()).startsWith("[{\"name\":\"a\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "put ../a 8            | ERROR invalid name ../a has",
                "put a                 | ERROR invalid SIZE is missing",
                "put a x               | ERROR invalid SIZE is not a number",
                "put a -1              | ERROR invalid the size is less than nothing",
                "put a 8 what          | ERROR invalid too many arguments",
                "put a 8 sha256=1      | ERROR invalid a SHA-256 digest is 64 hexadecimal digits",
                "put a 8 resume        | ERROR invalid to resume an upload needs its sha256",
                "put a 99999999        | ERROR too-large a file may have 50,000,000 bytes",
            })
    void dataBehindARefusedPutIsNeverTakenForCommands(String put, String answer) throws Exception {
        put("b", "hello");
        client.send(put + "\ndelete b\n");
        assertThat(client.readLine()).startsWith(answer);
        assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
        assertThat(store.stat(FileName.of("b")).size()).isEqualTo(5);
    }

    @Test
    void whoWaitsForTheAnswerGoesOnAfterARefusedPut() throws Exception {
        client.send("put ../a 5\n");
        assertThat(client.readLine()).startsWith("ERROR invalid name");
        client.send("list\n");
        assertThat(client.readLine()).isEqualTo("[]");
    }

    @Test
    void whoWaitsAndIsRefusedTwiceGoesOnToo() throws Exception {
        client.send("put ../a 5\n");
        assertThat(client.readLine()).startsWith("ERROR invalid name");
        client.send("put a\n");
        assertThat(client.readLine()).startsWith("ERROR invalid SIZE is missing");
        client.send("list\n");
        assertThat(client.readLine()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", " ", "{\"a\":1}", "[]", "delete b c d"})
    void ofDataThatComesAfterARefusalNothingIsTakenForCommandsUnlessItsBeginningIsOne(String line)
            throws Exception {
        put("b", "hello");
        client.send("put ../a 100\n");
        assertThat(client.readLine()).startsWith("ERROR invalid name"); // as if it had not waited
        client.send(line + "\ndelete b\n");
        assertThat(client.readLinesToEnd())
                .allMatch(answer -> answer.contains("rror") || answer.contains("ERROR"));
        assertThat(store.stat(FileName.of("b")).size()).isEqualTo(5);
    }

    @Test
    void helpDoesNotAskForTheValueOfAFlag() throws Exception {
        client.send("help put\n");
        assertThat(client.readLine()).contains("IF-ABSENT: flag").doesNotContain("false or true");
    }

    @Test
    void whatArrivedWrongIsRefusedAndTheClientGoesOn() throws Exception {
        client.send("put a 5 sha256=" + HELLO + "\n");
        assertThat(client.readLine()).isEqualTo("OK ready");
        client.send("jellolist\n");
        assertThat(client.readLine())
                .isEqualTo(
                        "ERROR mismatch the sha256 of what arrived is " + Sha256.of("jello").hex());
        assertThat(client.readLine()).isEqualTo("[]");
    }

    @Test
    void aBrokenPutIsGoneOnWith() throws Exception {
        client.send("put a 5 sha256=" + HELLO + "\n");
        assertThat(client.readLine()).isEqualTo("OK ready");
        client.send("hel");
        client.endOutput();
        assertThat(client.readLine()).startsWith("ERROR cut-short");
        client.awaitEnd();
        servers.await("the upload to end", () -> store.bytes() == 3);

        client = servers.connect(server);
        client.send("put a 5 sha256=" + HELLO + " resume\n");
        assertThat(client.readLine()).isEqualTo("OK ready 3");
        client.send("lo");
        assertThat(client.readLine()).isEqualTo("OK 5 " + HELLO);
        client.send("put a 5 sha256=" + HELLO + " resume=2\n");
        assertThat(client.readLine()).isEqualTo("OK ready 0");
    }

    @Test
    void conditionsAreOptions() throws Exception {
        put("a", "hello");
        client.send("put a 1 if-absent\n");
        assertThat(client.readLine()).isEqualTo("ERROR exists there is a file a");
        client.send("put a 1 if-match=" + "0".repeat(64) + "\n");
        assertThat(client.readLine()).isEqualTo("ERROR changed the sha256 of a is " + HELLO);
        client.send("rename a b if-absent\nrename a c\nstat b\ndelete b if-match=" + HELLO + "\n");
        assertThat(client.readLine()).isEqualTo("OK");
        assertThat(client.readLine()).isEqualTo("ERROR not-found there is no file a");
        assertThat(client.readLine()).contains("\"name\":\"b\"", "\"sha256\":\"" + HELLO);
        assertThat(client.readLine()).isEqualTo("OK");
        client.send("put a 1 if-absent if-match=" + HELLO + "\n");
        assertThat(client.readLine())
                .startsWith("ERROR invalid if-absent and if-match exclude each other");
    }

    @Test
    void listsInPages() throws Exception {
        for (var name : new String[] {"a/2", "b", "a/1", "a/10", "a.txt"}) {
            put(name, "x");
        }
        client.send("list a/ limit=2\nlist a/ after=a/10\nlist \"after=x\"\nlist limit=0\n");
        assertThat(client.readLine()).containsSubsequence("a/1\"", "a/10\"").doesNotContain("a/2");
        assertThat(client.readLine()).contains("a/2").doesNotContain("a/1");
        assertThat(client.readLine()).isEqualTo("[]");
        assertThat(client.readLine()).startsWith("ERROR invalid the limit is 0");
    }

    @Test
    void jsonRpcDoesAllButBytes() throws Exception {
        put("a", "hello");
        client.send(
                """
                {"jsonrpc":"2.0","id":1,"method":"rename","params":{"from":"a","to":"b"}}
                {"jsonrpc":"2.0","id":2,"method":"list","params":{"limit":1}}
                {"jsonrpc":"2.0","id":3,"method":"get","params":["b"]}
                {"jsonrpc":"2.0","id":4,"method":"put","params":["b",3]}
                {"jsonrpc":"2.0","id":5,"method":"delete","params":{"name":"b"}}
                """);
        assertThat(client.readLine()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}");
        assertThat(client.readLine()).contains("\"id\":2,\"result\":[{\"name\":\"b\"");
        for (var method : new String[] {"get", "put"}) {
            assertThat(client.readLine())
                    .contains(
                            "-32001",
                            method + " has raw bytes: it is for lines of text",
                            "\"code\":\"text-only\"");
        }
        assertThat(client.readLine()).contains("\"id\":5,\"result\":true");
    }

    @Test
    void largeFilesPassWhole() throws Exception {
        var bytes = new byte[20_000_000];
        new Random(20).nextBytes(bytes);
        client.send("put large " + bytes.length + "\n");
        assertThat(client.readLine()).isEqualTo("OK ready");
        var sent = client.sendMeanwhile(bytes);
        assertThat(client.readLine()).startsWith("OK 20000000 ");
        sent.join();
        client.send("get large\n");
        assertThat(client.readLine()).startsWith("OK 20000000 ");
        assertThat(client.read(bytes.length)).isEqualTo(bytes);
    }

    @Test
    void noLineBreaksIt() throws Exception {
        long seed = System.nanoTime();
        System.out.println("FilesLinesTest seed " + seed);
        put("a", "hello");
        var lines = Commands.of(FilesRequest.class).randomLines(new Random(seed));
        var sent = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            sent.append(lines.next()).append('\n');
        }
        var all = client.sendMeanwhile(sent + "quit\n");
        assertThat(client.readLinesToEnd())
                .noneMatch(line -> line.contains("internal") || line.contains("-32603"))
                .endsWith("bye");
        all.join();
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }

    @Test
    void whoStallsHoldsUpNobody() throws Exception {
        var large = "x".repeat(20_000_000);
        client.send("put large " + large.length() + "\n");
        assertThat(client.readLine()).isEqualTo("OK ready");
        client.send(large);
        assertThat(client.readLine()).startsWith("OK ");
        for (int i = 0; i < 20; i++) { // more than there are threads for files
            servers.connect(TestClient.to(server).receiveBuffer(4096)).send("get large\n");
            var uploading = servers.connect(server);
            uploading.send("put " + i + " 1000000\n" + "x".repeat(100_000));
            assertThat(uploading.readLine()).isEqualTo("OK ready");
        }
        put("small", "hello");
        client.send("stat small\nget small\nrename small b\nlist sm\ndelete b\n");
        assertThat(client.readLine()).contains(HELLO);
        assertThat(client.readLine()).isEqualTo("OK 5 " + HELLO);
        assertThat(client.read(5)).asString().isEqualTo("hello");
        assertThat(client.readLines(3)).containsExactly("OK", "[]", "OK");
    }

    @Test
    void aSlowUploadHasAllTheTimeItNeedsAsLongAsItGoesOn() throws Exception {
        var clock = new ManualClock();
        client = servers.connect(servers.start(clock, new Files(store).on(Server.on(0))));
        var piece = new byte[65_536];
        client.send("put slow " + 10 * piece.length + "\n");
        assertThat(client.readLine()).isEqualTo("OK ready");
        for (int i = 0; i < 10; i++) {
            client.send(piece);
            clock.advance(Duration.ofSeconds(25)); // 250 s in all; an answer has 60
        }
        assertThat(client.readLine()).startsWith("OK 655360 ");
    }

    @Test
    void anUploadThatTricklesIsLate() throws Exception {
        var clock = new ManualClock();
        client = servers.connect(servers.start(clock, new Files(store).on(Server.on(0))));
        client.send("put trickle 100000 sha256=" + HELLO + "\n");
        assertThat(client.readLine()).isEqualTo("OK ready");
        for (int i = 0; i < 3; i++) {
            client.send("x");
            clock.advance(Duration.ofSeconds(21));
        }
        assertThat(client.readLine()).isEqualTo("ERROR late answer took more than 60 s");
        assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
        assertThat(store.bytes()).isEqualTo(3); // for another time
    }

    @Test
    void anUploadThatPausesIsLate() throws Exception {
        var clock = new ManualClock();
        client = servers.connect(servers.start(clock, new Files(store).on(Server.on(0))));
        client.send("put pause 100000\nxxx");
        assertThat(client.readLine()).isEqualTo("OK ready");
        clock.advance(Duration.ofSeconds(31));
        assertThat(client.readLine()).isEqualTo("ERROR late whole request took more than 30 s");
        assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
        servers.await("nothing is left", () -> store.bytes() == 0);
    }

    @Test
    void aClientThatLeavesInTheMiddleHoldsNoFile() throws Exception {
        store.close();
        server.cut();
        store = FileStore.open(folder, StoreLimits.defaults().downloads(1));
        server = servers.start(new Files(store).on(Server.on(0)));
        client = servers.connect(server);
        var bytes = "x".repeat(20_000_000);
        client.send("put large " + bytes.length() + "\n");
        assertThat(client.readLine()).isEqualTo("OK ready");
        client.send(bytes);
        assertThat(client.readLine()).startsWith("OK ");
        client.send("get large\n");
        assertThat(client.readLine()).startsWith("OK ");
        var other = servers.connect(server);
        other.send("get large\n");
        assertThat(other.readLine()).isEqualTo("ERROR busy there are 1 files being read");
        client.reset();
        servers.await(
                "the file to be free",
                () -> {
                    try {
                        other.send("stat large\n");
                        return other.readLine().startsWith("{");
                    } catch (java.io.IOException failed) {
                        throw new java.io.UncheckedIOException(failed);
                    }
                });
    }
}
