package dev.usher.services.files.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.services.files.Condition;
import dev.usher.services.files.FileName;
import dev.usher.services.files.FileStore;
import dev.usher.services.files.Files;
import dev.usher.services.files.PutOptions;
import dev.usher.services.files.Sha256;
import dev.usher.services.files.StoreLimits;
import dev.usher.testkit.ServerExtension;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(120)
class FilesClientTest {
    private static final TransferLimits ONCE = TransferLimits.defaults().patience(Duration.ZERO);

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir private Path folder;
    private Path here;
    private FileStore store;
    private Server server;
    private FilesClient client;

    @BeforeEach
    void connect() throws Exception {
        here = java.nio.file.Files.createDirectory(folder.resolve("here"));
        store =
                FileStore.open(
                        folder.resolve("store"), StoreLimits.defaults().fileSize(50_000_000));
        server = servers.start(new Files(store).on(Server.on(0)));
        client = FilesClient.to(address());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.cut();
        store.close();
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
    }

    private static FileName name(String text) throws IOException {
        return FileName.of(text);
    }

    private Path file(String name, byte[] content) throws IOException {
        return java.nio.file.Files.write(here.resolve(name), content);
    }

    private void put(String name, String content) throws IOException {
        var bytes = content.getBytes(UTF_8);
        client.put(
                name(name),
                PutOptions.ofSize(bytes.length),
                new ByteArrayInputStream(bytes),
                Progress.UNWATCHED);
    }

    private Receipt get(String name, String target) throws IOException {
        return client.get(name(name), here.resolve(target), Existing.KEEP, Progress.UNWATCHED);
    }

    private List<String> here() throws IOException {
        try (var files = java.nio.file.Files.list(here)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 5_000_000})
    void whatIsPutIsWhatIsGot(int length) throws Exception {
        var content = random(length);
        var sent = file("sent", content);
        var receipt = client.put(name("a/file"), sent);
        assertThat(receipt)
                .isEqualTo(new Receipt(name("a/file"), length, FilesClient.digest(sent)));
        assertThat(get("a/file", "got")).isEqualTo(receipt);
        assertThat(here.resolve("got")).hasBinaryContent(content);
        assertThat(here()).containsExactly("got", "sent");
        assertThat(client.stat(name("a/file")).sha256()).isEqualTo(receipt.sha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "if-absent", "after=x", "q\"uote", "漢 é.txt", "{}", "[1]"})
    void everyNameIsPossible(String name) throws Exception {
        put(name, "hello");
        assertThat(get(name, "got").size()).isEqualTo(5);
        client.rename(name(name), name("b/" + name), Condition.ifAbsent());
        var listed = new ArrayList<String>();
        client.list("b/" + name, file -> listed.add(file.name().toString()));
        assertThat(listed).containsExactly("b/" + name);
        client.delete(name("b/" + name), Condition.always());
        assertThatThrownBy(() -> client.stat(name("b/" + name)))
                .isInstanceOf(FilesException.Refused.class);
    }

    @Test
    void listsAllPages() throws Exception {
        var expected = new ArrayList<String>();
        for (int i = 0; i < 600; i++) {
            var name = "n/%04d".formatted(i);
            put(name, "");
            expected.add(name);
        }
        put("other", "");
        var listed = new ArrayList<String>();
        client.list("n/", file -> listed.add(file.name().toString()));
        assertThat(listed).isEqualTo(expected);
        client.list("none", file -> listed.add("none"));
        assertThat(listed).isEqualTo(expected);
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        var refused = catchThrowableOfType(FilesException.Refused.class, call);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.mayPass()).isFalse();
    }

    @Test
    void whatIsRefusedIsTypedAndTheConnectionGoesOn() throws Exception {
        put("a", "hello");
        var other = Condition.ifMatch(Sha256.of("jello"));
        var one = PutOptions.ofSize(1);
        var bytes = new ByteArrayInputStream(new byte[1]);
        assertRefused("not-found", () -> get("none", "none"));
        assertRefused("not-found", () -> client.stat(name("none")));
        assertRefused("not-found", () -> client.delete(name("none"), Condition.always()));
        assertRefused(
                "exists",
                () ->
                        client.put(
                                name("a"),
                                one.condition(Condition.ifAbsent()),
                                bytes,
                                Progress.UNWATCHED));
        assertRefused(
                "changed",
                () -> client.put(name("a"), one.condition(other), bytes, Progress.UNWATCHED));
        assertRefused("changed", () -> client.delete(name("a"), other));
        assertRefused("exists", () -> client.rename(name("a"), name("a"), Condition.ifAbsent()));
        assertRefused(
                "too-large",
                () ->
                        client.put(
                                name("b"),
                                PutOptions.ofSize(60_000_000),
                                bytes,
                                Progress.UNWATCHED));
        client.put(
                name("a"),
                one.condition(Condition.ifMatch(Sha256.of("hello"))),
                bytes,
                Progress.UNWATCHED);
        assertThat(client.stat(name("a")).size()).isEqualTo(1);
        assertThat(servers.events().of(Event.Running.class)).hasSize(1);
    }

    @Test
    void bytesThatHaveNotTheDigestAreRefused() throws Exception {
        var options = PutOptions.ofSize(5).sha256(Sha256.of("hello"));
        assertRefused(
                "mismatch",
                () ->
                        client.put(
                                name("a"),
                                options,
                                new ByteArrayInputStream("jello".getBytes(UTF_8)),
                                Progress.UNWATCHED));
        assertRefused("not-found", () -> client.stat(name("a")));
    }

    @Test
    void aFileThatBecomesShorterIsNotPut() throws Exception {
        assertThatThrownBy(() ->
                        client.put(
                                name("a"),
                                PutOptions.ofSize(6),
                                new ByteArrayInputStream("hello".getBytes(UTF_8)),
                                Progress.UNWATCHED))
                .isInstanceOf(EOFException.class);
        assertRefused("not-found", () -> client.stat(name("a")));
    }

    @Test
    void aFileThatIsThereIsKeptUnlessItMayBeReplaced() throws Exception {
        put("a", "hello");
        var there = file("there", random(3));
        assertThatThrownBy(() -> get("a", "there"))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(there + ": is there already");
        assertThat(there).hasBinaryContent(random(3));
        client.get(name("a"), there, Existing.REPLACE, Progress.UNWATCHED);
        assertThat(there).hasContent("hello");
        assertThatThrownBy(() -> get("a", "none/there")).isInstanceOf(NoSuchFileException.class);
        assertThat(here()).containsExactly("there");
        get("a", "again");
        assertThat(here.resolve("again")).hasContent("hello");
    }

    @Test
    void aFileThatComesMeanwhileIsKept() throws Exception {
        put("a", "hello");
        assertThatThrownBy(() ->
                        client.get(
                                name("a"),
                                here.resolve("there"),
                                Existing.KEEP,
                                (offset, _) -> {
                                    if (offset == 5) {
                                        plant("there");
                                    }
                                }))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(here.resolve("there")).isEmptyFile();
    }

    private void plant(String name) {
        try {
            file(name, new byte[0]);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void oneDownloadOfAFileAtATime() throws Exception {
        put("a", "hello");
        var parts = new Parts(here.resolve("got"));
        var other = parts.open(Sha256.of("hello"));
        assertThatThrownBy(() -> get("a", "got"))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("is being downloaded");
        other.close();
        get("a", "got");
        assertThat(here()).containsExactly("got");
    }

    @Test
    void aFileThatSharesItsBytesWithAPartIsNotWrittenTo() throws Exception {
        var content = random(300_000);
        var there = file("there", content);
        var receipt = client.put(name("a"), there);
        var other = java.nio.file.Files.createDirectory(here.resolve("other")).resolve("there");
        var parts = new Parts(there);
        parts.open(receipt.sha256()).close();
        // As who was killed between giving it the one name and taking away the other.
        java.nio.file.Files.createLink(parts.path(receipt.sha256()), there);
        java.nio.file.Files.createLink(other, there);
        client.get(
                name("a"),
                there,
                Existing.REPLACE,
                (_, _) -> assertThat(other).hasBinaryContent(content));
        assertThat(here()).containsExactly("other", "there");
        assertThat(java.nio.file.Files.isSameFile(there, other)).isFalse();
        assertThat(other).hasBinaryContent(content);
    }

    /** Something that is tried over one connection after another, until it succeeds. */
    private interface Attempt {
        Receipt over(FilesClient client) throws IOException;
    }

    private static Receipt persist(InetSocketAddress server, Attempt attempt) throws IOException {
        while (true) {
            try (var client = FilesClient.to(server, ONCE)) {
                return attempt.over(client);
            } catch (FilesException failed) {
                assertThat(failed.mayPass()).as("%s", failed).isTrue();
            }
        }
    }

    /** Counts transfers that begin where another one broke. */
    private static Progress counting(AtomicInteger resumed) {
        return new Progress() {
            private boolean begun;

            @Override
            public void at(long offset, long size) {
                if (!begun && offset > 0) {
                    resumed.incrementAndGet();
                }
                begun = true;
            }
        };
    }

    @Test
    void transfersThatAreCutAtRandomPlacesAreResumed() throws Exception {
        long seed = System.nanoTime();
        System.out.println("FilesClientTest seed " + seed);
        var content = random(5_000_000);
        var sent = file("sent", content);
        var options =
                PutOptions.ofSize(content.length)
                        .sha256(FilesClient.digest(sent))
                        .start(new PutOptions.Start.WhereItBroke());
        var resumed = new AtomicInteger();
        try (var proxy = new CuttingProxy(server.port(), 1_000_000, new Random(seed))) {
            var receipt =
                    persist(
                            proxy.address(),
                            cut -> {
                                try (var bytes = java.nio.file.Files.newInputStream(sent)) {
                                    return cut.put(name("a"), options, bytes, counting(resumed));
                                }
                            });
            assertThat(receipt.sha256()).isEqualTo(options.sha256());
            assertThat(proxy.cuts()).isPositive();
            assertThat(resumed.getAndSet(0)).isPositive();
            int before = proxy.cuts();
            try (var persevering = FilesClient.to(proxy.address())) {
                persevering.get(name("a"), here.resolve("got"), Existing.KEEP, Progress.UNWATCHED);
                persevering.put(name("b"), sent);
            }
            assertThat(proxy.cuts()).isGreaterThan(before);
        }
        assertThat(client.stat(name("b")).sha256()).isEqualTo(options.sha256());
        assertThat(here.resolve("got")).hasBinaryContent(content);
        assertThat(here()).containsExactly("got", "sent");
    }

    @Test
    void aFileThatChangedMeanwhileIsBegunAnew() throws Exception {
        client.put(name("a"), file("sent", random(5_000_000)));
        breakOff("a", "got");
        assertThat(here()).hasSize(2).noneMatch("got"::equals);
        var other = random(4_000_000);
        client.put(name("a"), file("sent", other));
        var offsets = new ArrayList<Long>();
        client.get(
                name("a"), here.resolve("got"), Existing.KEEP, (offset, _) -> offsets.add(offset));
        assertThat(offsets).startsWith(0L).endsWith(4_000_000L);
        assertThat(here.resolve("got")).hasBinaryContent(other);
        assertThat(here()).containsExactly("got", "sent");
    }

    /** Ends a download when half of it is there. */
    private void breakOff(String name, String target) {
        assertThatThrownBy(() ->
                        client.get(
                                name(name),
                                here.resolve(target),
                                Existing.KEEP,
                                (offset, size) -> {
                                    if (offset > size / 2) {
                                        throw new IllegalStateException("enough");
                                    }
                                }))
                .hasMessage("enough");
    }

    @Test
    void aPartOfSomethingElseIsFoundOutInTheEnd() throws Exception {
        client.put(name("a"), file("sent", random(5_000_000)));
        breakOff("a", "got");
        try (var files = java.nio.file.Files.newDirectoryStream(here, ".usher-*")) {
            for (var part : files) {
                java.nio.file.Files.write(part, random(70_000));
            }
        }
        client.close();
        client = FilesClient.to(address(), ONCE);
        assertThatThrownBy(() -> get("a", "got")).isInstanceOf(FilesException.Mismatch.class);
        assertThat(here()).containsExactly("sent");
    }

    @Test
    void aServerWithoutAPlaceIsBusy() throws Exception {
        var full =
                servers.start(
                        new Files(store)
                                .on(
                                        Server.on(0)
                                                .limits(
                                                        Limits.defaults()
                                                                .running(1)
                                                                .waiting(0)
                                                                .retryAfter(
                                                                        Duration.ofSeconds(7)))));
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), full.port());
        try (var first = FilesClient.to(address, ONCE);
                var second = FilesClient.to(address, ONCE)) {
            var clients = List.of(first, second);
            var busy = new ArrayList<FilesException.Busy>();
            for (var each : clients) {
                try {
                    each.list("", _ -> {});
                } catch (FilesException.Busy no) {
                    busy.add(no);
                }
            }
            assertThat(busy).hasSize(1);
            assertThat(busy.getFirst().retryAfter()).isEqualTo(Duration.ofSeconds(7));
            assertThat(busy.getFirst().mayPass()).isTrue();
        }
    }

    @Test
    void whereNobodyListensIsUnreachable() throws Exception {
        InetSocketAddress nobody;
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            nobody = (InetSocketAddress) taken.getLocalSocketAddress();
        }
        try (var alone = FilesClient.to(nobody)) {
            assertThatThrownBy(() -> alone.list("", _ -> {}))
                    .isInstanceOf(FilesException.Unreachable.class)
                    .hasMessage(
                            "cannot connect to 127.0.0.1:%d: connection refused", nobody.getPort());
        }
    }

    @Test
    void anotherConnectionTakesThePlaceOfALostOne() throws Exception {
        put("a", "hello");
        int port = server.port();
        server.cut();
        server = servers.start(new Files(store).on(Server.on(port)));
        var listed = new ArrayList<String>();
        client.list("", file -> listed.add(file.name().toString()));
        assertThat(listed).containsExactly("a");
    }

    @Test
    void manyThreadsShareAClient() throws Exception {
        var sent = file("sent", random(300_000));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var receipts = new ArrayList<Future<Receipt>>();
            for (int i = 0; i < 30; i++) {
                var name = "n" + i;
                receipts.add(
                        threads.submit(() -> {
                            client.put(name(name), sent);
                            return get(name, "got-" + name);
                        }));
            }
            for (var receipt : receipts) {
                assertThat(receipt.get().sha256()).isEqualTo(FilesClient.digest(sent));
            }
        }
        assertThat(servers.events().of(Event.Running.class)).hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void aClosedClientSaysSo() throws Exception {
        client.close();
        assertThatThrownBy(() -> client.list("", _ -> {}))
                .isInstanceOf(FilesException.Closed.class);
    }

    @Test
    void whoIsInterruptedStops() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> client.list("", _ -> {}))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
