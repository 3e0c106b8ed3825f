package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Server;
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

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** File transfer in lockstep, with clients that are patient and clients that are odd. */
class LockstepTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir Path folder;

    private final List<String> console = new CopyOnWriteArrayList<>();
    private FileStore store;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        store = FileStore.open(folder, StoreLimits.defaults().fileSize(100_000_000));
        server = servers.start(new Lockstep(store).on(Server.on(0), console::add));
    }

    @AfterEach
    void close() throws Exception {
        server.cut(); // before its store is closed
        store.close();
    }

    private TestClient connect() throws IOException {
        return servers.connect(server);
    }

    /** A client whose turn has come, and who has sent this. */
    private TestClient client(String command) throws IOException {
        var client = connect();
        expect(client, "READY");
        client.send(command);
        return client;
    }

    private static void expect(TestClient client, String word) throws IOException {
        assertThat(client.read(word.length())).asString(UTF_8).isEqualTo(word);
    }

    private static void end(TestClient client, String word) throws IOException {
        assertThat(client.readToEnd()).asString(UTF_8).isEqualTo(word);
    }

    private static byte[] size(long size) {
        return ByteBuffer.allocate(Long.BYTES).putLong(size).array();
    }

    /** The size as one client sends it: in as many bytes as the number has bits. */
    private static byte[] bits(long size) {
        var number = BigInteger.valueOf(size);
        var bytes = new byte[number.bitLength()];
        var digits = number.toByteArray();
        for (int i = 1; i <= Math.min(digits.length, bytes.length); i++) {
            bytes[bytes.length - i] = digits[digits.length - i];
        }
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var all = ByteBuffer.allocate(length);
        for (var part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private void keep(String name, byte[] content) throws IOException {
        try (var upload = store.put(FileName.of(name), PutOptions.ofSize(content.length))) {
            upload.write(ByteBuffer.wrap(content));
            upload.commit();
        }
    }

    private byte[] kept(String name) throws IOException {
        try (var download = store.get(FileName.of(name))) {
            var content = ByteBuffer.allocate((int) download.file().size());
            assertThat(download.read(0, content)).isEqualTo(content.capacity());
            return content.array();
        }
    }

    private boolean isKept(String name) throws IOException {
        return Files.exists(folder.resolve(name));
    }

    // The course's way.

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 65_536, 3_000_000})
    void getGoesStepByStep(int length) throws Exception {
        var content = random(length);
        keep("notes.txt", content);
        var client = client("GET notes.txt");
        expect(client, "OK");
        client.send("READY");
        assertThat(client.read(Long.BYTES)).isEqualTo(size(length));
        client.send("OK");
        assertThat(client.read(length)).isEqualTo(content);
        end(client, "DONE");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 65_536, 3_000_000})
    void putGoesStepByStep(int length) throws Exception {
        var content = random(length);
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(size(length));
        expect(client, "OK");
        client.send(content);
        end(client, "DONE");
        assertThat(kept("notes.txt")).isEqualTo(content);
    }

    @Test
    void deleteIsDoneAtOnce() throws Exception {
        keep("notes.txt", random(5));
        end(client("DEL notes.txt"), "DONE");
        assertThat(isKept("notes.txt")).isFalse();
    }

    @Test
    void putReplacesWhatIsThere() throws Exception {
        keep("notes.txt", random(50));
        put("notes.txt", random(5));
        assertThat(kept("notes.txt")).isEqualTo(random(5));
    }

    private void put(String name, byte[] content) throws IOException {
        var client = client("PUT " + name);
        expect(client, "OK");
        client.send(size(content.length));
        expect(client, "OK");
        client.send(content);
        end(client, "DONE");
    }

    @Test
    void namesHaveFoldersBlanksAndLettersOfAnyKind() throws Exception {
        put("thesis/chapter one/überblick 漢.txt", random(5));
        assertThat(kept("thesis/chapter one/überblick 漢.txt")).isEqualTo(random(5));
    }

    // What cannot be had.

    @ParameterizedTest
    @ValueSource(strings = {"none.txt", "../secret", "/etc/passwd", "a//b", "..", "a\\b", "C:x"})
    void whatIsNotThereIsAnErrorInPlaceOfTheStep(String name) throws Exception {
        end(client("GET " + name), "ERROR: " + name + " does not exist");
        end(client("DEL " + name), "ERROR: unable to delete " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", "a//b", "..", "a\\b", "a\0b", "con"})
    void aNameThatCannotBeIsAnErrorInPlaceOfOk(String name) throws Exception {
        end(client("PUT " + name), "ERROR: unable to create file " + name);
    }

    @Test
    void aFileWhereAFolderIsIsAnErrorInPlaceOfAStep() throws Exception {
        keep("folder/notes.txt", random(5));
        var client = client("PUT folder");
        expect(client, "OK");
        client.send(size(5));
        end(client, "ERROR: unable to create file folder");
        assertThat(kept("folder/notes.txt")).isEqualTo(random(5));
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void aFileThatIsTooLargeIsAnErrorInPlaceOfOk(long size) throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(size(size));
        end(client, "ERROR: unable to create file notes.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO", "get notes.txt", "GETnotes.txt", "LIST all", "GET\n", "\r\n"})
    void whatIsNoCommandIsAnError(String text) throws Exception {
        end(client(text), "ERROR: a command is GET, PUT or DEL, a space and a name");
    }

    @Test
    void aCommandWithoutEndHasALimit() throws Exception {
        end(client("GET " + "x".repeat(4_093)), "ERROR: a command has at most 4096 bytes");
        var name = "x".repeat(4_092);
        end(client("GET " + name), "ERROR: " + name + " does not exist");
    }

    @Test
    void anotherWordThanTheOneDueIsAnError() throws Exception {
        keep("notes.txt", random(5));
        var client = client("GET notes.txt");
        expect(client, "OK");
        client.send("ROGER");
        end(client, "ERROR: READY or OK was expected");
    }

    // A disk that fails.

    /** A disk that takes a while, and then nothing more, for this reason. */
    private static Disk failing(String why) {
        return new Disk() {
            private int writes;

            @Override
            public synchronized void write(FileChannel file, ByteBuffer bytes) throws IOException {
                if (++writes > 3) {
                    throw new IOException(why);
                }
                Disk.super.write(file, bytes);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"No space left on device, 0", "Input/output error, 1"})
    void aDiskThatFailsIsAnErrorInPlaceOfDone(String why, int defects) throws Exception {
        var other = folder.resolve("other");
        try (var broken =
                FileStore.open(
                        other, StoreLimits.defaults(), InstantSource.system(), failing(why))) {
            server = servers.start(new Lockstep(broken).on(Server.on(0)));
            var client = client("PUT notes.txt");
            expect(client, "OK");
            client.send(size(10_000_000));
            expect(client, "OK");
            client.send(random(10_000_000)); // which nobody could if the server went away
            end(client, "ERROR: unable to create file notes.txt");
            assertThat(other.resolve("notes.txt")).doesNotExist();
            assertThat(closed(client)).isIn(CloseReason.SERVER_CLOSED, CloseReason.HANDLER_FAILED);
            assertThat(servers.events().of(Event.HandlerFailed.class)).hasSize(defects);
            server.cut();
        }
    }

    // Odd clients.

    @Test
    void aCommandMayComeInPieces() throws Exception {
        keep("notes.txt", random(5));
        keep("no", random(7));
        // So that they are pieces, and yet less than the pause that ends a command.
        var slow = TestClient.to(server).pause(Duration.ofMillis(50));
        var client = servers.connect(slow);
        expect(client, "READY");
        client.sendInPieces("GET notes.txt".getBytes(UTF_8), 1, 2, 1, 2, 3);
        expect(client, "OK");
        client.sendInPieces("READY".getBytes(UTF_8), 2);
        assertThat(client.read(Long.BYTES)).isEqualTo(size(5));
    }

    @Test
    void aLineIsWholeAtItsEnd() throws Exception {
        keep("notes.txt", random(5));
        var client = client("GET notes.txt\r\n");
        expect(client, "OK");
        client.send("READY\r\n");
        assertThat(client.read(Long.BYTES)).isEqualTo(size(5));
        client.send("OK\r\n");
        assertThat(client.read(5)).isEqualTo(random(5));
        end(client, "DONE");
    }

    @Test
    void aCommandSentBeforeTheTurnIsServedInItsTurn() throws Exception {
        keep("notes.txt", random(5));
        var client = connect();
        client.send("DEL notes.txt");
        end(client, "READYDONE");
    }

    @Test
    void aDeleteThatIsSentTwiceIsOne() throws Exception {
        keep("notes.txt", random(5));
        end(client("DEL notes.txtDEL notes.txt"), "DONE");
        assertThat(isKept("notes.txt")).isFalse();
    }

    @Test
    void aDeleteThatIsSentTwiceInTwoSegmentsIsOneToo() throws Exception {
        keep("notes.txt", random(5));
        var client = client("DEL notes.txt");
        client.send("DEL notes.txt");
        end(client, "DONE");
        assertThat(isKept("notes.txt")).isFalse();
    }

    @Test
    void aFileThatIsCalledLikeTwoDeletesCanBeDeleted() throws Exception {
        keep("a", random(5));
        keep("aDEL a", random(5));
        end(client("DEL aDEL a"), "DONE");
        assertThat(isKept("a")).isTrue();
        assertThat(isKept("aDEL a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 17, 127, 255, 256, 300, 511, 512, 65_536, 3_000_000})
    void aSizeMayHaveAsManyBytesAsTheNumberHasBits(int length) throws Exception {
        assertThat(bits(17)).hasSize(5);
        assertThat(bits(300)).hasSize(9);
        assertThat(bits(3_000_000)).hasSize(22);
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(bits(length));
        expect(client, "OK");
        client.send(random(length));
        end(client, "DONE");
        assertThat(kept("notes.txt")).isEqualTo(random(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 300, 65_536})
    void sizeAndDataMayComeTogether(int length) throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(join(size(length), random(length)));
        end(client, "OKDONE");
        assertThat(kept("notes.txt")).isEqualTo(random(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 512, 65_536})
    void aLongSizeAndDataMayComeTogether(int length) throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(join(bits(length), random(length)));
        end(client, "OKDONE");
        assertThat(kept("notes.txt")).isEqualTo(random(length));
    }

    @Test
    void theBeginningOfTheDataMayComeWithTheSize() throws Exception {
        var content = random(100_000);
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(join(size(content.length), Arrays.copyOf(content, 3)));
        expect(client, "OK");
        client.send(Arrays.copyOfRange(content, 3, content.length));
        end(client, "DONE");
        assertThat(kept("notes.txt")).isEqualTo(content);
    }

    @Test
    void moreDataThanWasAnnouncedIsAnError() throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(join(size(5), random(7)));
        end(client, "ERROR: unable to create file notes.txt");
        assertThat(isKept("notes.txt")).isFalse();
    }

    @Test
    void aSizeMayComeByteByByte() throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.sendByteByByte(size(5));
        expect(client, "OK");
        client.sendByteByByte(random(5));
        end(client, "DONE");
        assertThat(kept("notes.txt")).isEqualTo(random(5));
    }

    // Clients that go.

    @Test
    void ofAnUploadThatBreaksOffNothingIsThere() throws Exception {
        keep("old.txt", random(50));
        for (var name : List.of("new.txt", "old.txt")) {
            var client = client("PUT " + name);
            expect(client, "OK");
            client.send(size(1_000_000));
            expect(client, "OK");
            client.send(random(500_000));
            client.close();
            assertThat(closed(client)).isIn(CloseReason.CLIENT_CUT_SHORT, CloseReason.CLIENT_LOST);
        }
        assertThat(isKept("new.txt")).isFalse();
        assertThat(kept("old.txt")).isEqualTo(random(50));
    }

    @Test
    void whoClosesItsSideInTheMiddleIsTold() throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(size(5));
        expect(client, "OK");
        client.send("abc");
        client.endOutput();
        end(client, "ERROR: the last request has no end");
        assertThat(isKept("notes.txt")).isFalse();
    }

    @Test
    void whoClosesItsSideAfterTheCommandIsServed() throws Exception {
        keep("notes.txt", random(5));
        var client = client("DEL notes.txt");
        client.endOutput();
        end(client, "DONE");
    }

    @Test
    void whoOnlyLooksInHasDoneNothingWrong() throws Exception {
        var client = connect();
        client.endOutput();
        end(client, "READY");
        assertThat(closed(client)).isEqualTo(CloseReason.CLIENT_CLOSED);
    }

    @Test
    void clientsThatVanishGiveTheirPlacesBack() throws Exception {
        keep("notes.txt", random(3_000_000));
        for (int i = 0; i < 5; i++) {
            connect().reset();
            client("GET notes.txt").reset();
            var client = client("GET notes.txt");
            expect(client, "OK");
            client.send("READY");
            client.read(Long.BYTES);
            client.send("OK");
            client.read(1_000);
            client.reset();
        }
        servers.await(
                "nobody is inside", () -> server.status().getFirst().occupancy().running() == 0);
        put("notes.txt", random(5));
    }

    private CloseReason closed(TestClient client) {
        return servers.events().await(Event.Closed.class, client).reason();
    }

    // A full server.

    @Test
    void tenClientsAgainstALimitOfThreeHearNothingBeforeTheirTurn() throws Exception {
        var listener = Server.on(0);
        var full = listener.limits(listener.limits().running(3).waiting(6));
        server = servers.start(new Lockstep(store).on(full, console::add));
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < 9; i++) {
            clients.add(connect());
            int waiting = Math.max(0, i - 2);
            servers.await(
                    "as many wait",
                    () -> server.status().getFirst().occupancy().waiting() == waiting);
        }
        end(connect(), "ERROR: server busy");
        for (int i = 0; i < clients.size(); i++) {
            for (int waiting = i + 3; waiting < clients.size(); waiting++) {
                assertThat(clients.get(waiting).available()).isZero();
                assertThat(console).doesNotContain(connected(clients.get(waiting)));
            }
            expect(clients.get(i), "READY");
            clients.get(i).send("GET none.txt");
            end(clients.get(i), "ERROR: none.txt does not exist");
        }
        assertThat(console.stream().filter(line -> line.startsWith("server connected")))
                .containsExactlyElementsOf(clients.stream().map(LockstepTest::connected).toList());
    }

    @Test
    void whoHasWaitedLongEnoughIsToldThatTheServerIsBusy() throws Exception {
        var listener = Server.on(0);
        var limits = listener.limits().running(1).patience(Duration.ofMillis(100));
        server = servers.start(new Lockstep(store).on(listener.limits(limits)));
        var first = connect();
        expect(first, "READY");
        end(connect(), "ERROR: server busy");
        first.send("GET none.txt");
        end(first, "ERROR: none.txt does not exist");
    }

    // Slow clients.

    @Test
    void whoSendsNoSizeHasAnEmptyFile() throws Exception {
        var client = client("PUT empty.txt");
        expect(client, "OK");
        expect(client, "OK"); // when it has said nothing for long enough
        end(client, "DONE");
        assertThat(kept("empty.txt")).isEmpty();
    }

    @Test
    void whoSendsItsSizeLaterThanThatIsServedAllTheSame() throws Exception {
        var client = client("PUT late.txt");
        expect(client, "OK");
        expect(client, "OK");
        client.send(size(5));
        client.send("hello");
        end(client, "DONE");
        assertThat(kept("late.txt")).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void whoSendsNoSizeDoesNotEmptyAFileThatIsThere() throws Exception {
        var listener = Server.on(0);
        var hasty = listener.deadlines(listener.deadlines().request(Duration.ofMillis(5_500)));
        var other = servers.start(new Lockstep(store).on(hasty));
        keep("notes.txt", random(5));
        var client = servers.connect(other);
        expect(client, "READY");
        client.send("PUT notes.txt");
        expect(client, "OK");
        assertThat(client.readToEnd()).asString(UTF_8).startsWith("ERROR: late, ");
        assertThat(kept("notes.txt")).hasSize(5);
        other.cut();
    }

    @Test
    void anUploadIsFinishedThoughTheServerIsStopping() throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(size(5));
        expect(client, "OK");
        client.send("he");
        var idle = connect();
        expect(idle, "READY");
        var drain = Thread.ofVirtual().start(server::drain);
        idle.readToEnd(); // so from here on it is stopping
        idle.close();
        client.send("llo");
        end(client, "DONE");
        client.close();
        drain.join();
        assertThat(kept("notes.txt")).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void whoTakesTooLongForAStepIsToldThatItIsLate() throws Exception {
        var listener = Server.on(0);
        var hasty = listener.deadlines(listener.deadlines().request(Duration.ofMillis(300)));
        var other = servers.start(new Lockstep(store).on(hasty));
        keep("notes.txt", random(5));
        for (var sent : List.of("GE", "GET ", "GET notes.txt")) {
            var client = servers.connect(other);
            expect(client, "READY");
            client.send(sent);
            assertThat(client.readToEnd())
                    .asString(UTF_8)
                    .endsWith("ERROR: late, whole request took more than 1 s");
            client.close();
            assertThat(closed(client)).isEqualTo(CloseReason.LATE_REQUEST);
        }
        other.cut();
    }

    @Test
    void dataThatComesInTricklesIsLateAndDataThatFlowsIsNot() {
        var pace = new LockstepPace(Duration.ofSeconds(30));
        for (int i = 0; i < 1_000; i++) { // twice as fast as it must be
            assertThat(pace.left()).isEqualTo(Duration.ofSeconds(30));
            pace.received(2 * 10 * 1024);
            pace.waited(Duration.ofSeconds(10));
        }
        var trickle = new LockstepPace(Duration.ofSeconds(30));
        for (int i = 0; i < 30; i++) {
            trickle.received(1);
            trickle.waited(Duration.ofSeconds(1));
        }
        assertThat(trickle.left()).isLessThan(Duration.ofSeconds(1));
    }

    // The console.

    @Test
    void theConsoleShowsWhatTheCourseShows() throws Exception {
        var getting = client("PUT notes.txt");
        expect(getting, "OK");
        getting.send(size(5));
        expect(getting, "OK");
        getting.send("hello");
        end(getting, "DONE");
        var putting = client("GET notes.txt");
        expect(putting, "OK");
        putting.send("READY");
        putting.read(Long.BYTES);
        putting.send("OK");
        end(putting, "helloDONE");
        var deleting = client("DEL notes.txt");
        end(deleting, "DONE");
        assertThat(console)
                .containsExactly(
                        "server waiting on port " + server.port(),
                        connected(getting),
                        "server receiving request: PUT notes.txt",
                        "server receiving 5 bytes",
                        connected(putting),
                        "server receiving request: GET notes.txt",
                        "server sending 5 bytes",
                        connected(deleting),
                        "server receiving request: DEL notes.txt",
                        "server deleting file notes.txt");
    }

    private static String connected(TestClient client) {
        return "server connected to client at 127.0.0.1:" + client.address().getPort();
    }

    @Test
    void whatAClientSendsCannotControlTheConsole() throws Exception {
        client("GET a\u001b[2J\u202eb").readToEnd();
        assertThat(console).last().isEqualTo("server receiving request: GET a\\u001b[2J\\u202eb");
    }
}
