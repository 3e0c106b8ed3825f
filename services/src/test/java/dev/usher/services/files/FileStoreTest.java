package dev.usher.services.files;

import static dev.usher.services.files.Refusals.assertRejected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class FileStoreTest {
    private static final Sha256 HELLO = Sha256.of("hello");

    @TempDir private Path folder;
    private FileStore store;

    @BeforeEach
    void open() throws IOException {
        store = FileStore.open(folder, StoreLimits.defaults());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static FileName name(String text) throws IOException {
        return FileName.of(text);
    }

    private StoredFile put(String name, String content) throws IOException {
        return put(name, content, Condition.always());
    }

    private StoredFile put(String name, String content, Condition condition) throws IOException {
        var bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
        var options = PutOptions.ofSize(bytes.remaining()).condition(condition);
        try (var upload = store.put(name(name), options)) {
            upload.write(bytes);
            return upload.commit();
        }
    }

    private String get(String name) throws IOException {
        try (var download = store.get(name(name))) {
            return read(download, 0);
        }
    }

    private static String read(Download download, int offset) throws IOException {
        var bytes = ByteBuffer.allocate((int) download.file().size() - offset);
        download.read(offset, bytes);
        return new String(bytes.array(), UTF_8);
    }

    private List<String> leftovers() throws IOException {
        try (var files = Files.list(folder.resolve(".usher/uploads"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aFileIsThereOnceItIsCommitted() throws IOException {
        try (var upload = store.put(name("a/b/c.txt"), PutOptions.ofSize(5))) {
            upload.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
            assertRejected("not-found", () -> get("a/b/c.txt"));
            assertThat(folder.resolve("a")).doesNotExist();
            var file = upload.commit();
            assertThat(file.size()).isEqualTo(5);
            assertThat(file.sha256()).isEqualTo(HELLO);
        }
        assertThat(get("a/b/c.txt")).isEqualTo("hello");
        assertThat(store.stat(name("a/b/c.txt")).sha256()).isEqualTo(HELLO);
        assertThat(folder.resolve("a/b/c.txt")).hasContent("hello");
        assertThat(leftovers()).isEmpty();
        assertThat(store.bytes()).isEqualTo(5);
        assertThat(store.files()).isEqualTo(1);
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        put("empty", "");
        assertThat(get("empty")).isEmpty();
        assertThat(store.stat(name("empty")).sha256()).isEqualTo(Sha256.of(""));
    }

    @Test
    void anUploadThatIsClosedBeforeItsEndLeavesNothing() throws IOException {
        put("a", "old");
        try (var upload = store.put(name("a"), PutOptions.ofSize(5))) {
            upload.write(ByteBuffer.wrap("he".getBytes(UTF_8)));
            assertThat(store.bytes()).isEqualTo(8);
        }
        assertThat(get("a")).isEqualTo("old");
        assertThat(leftovers()).isEmpty();
        assertThat(store.bytes()).isEqualTo(3);
    }

    @Test
    void whoReadsGoesOnReadingWhatWasThere() throws IOException {
        put("a", "old content");
        try (var download = store.get(name("a"))) {
            put("a", "new");
            assertThat(get("a")).isEqualTo("new");
            store.delete(name("a"), Condition.always());
            assertThat(read(download, 4)).isEqualTo("content");
        }
        assertThat(store.bytes()).isZero();
        assertThat(store.files()).isZero();
    }

    @Test
    void conditionsHoldOrNothingIsDone() throws IOException {
        put("a", "hello");
        assertRejected("exists", () -> put("a", "x", Condition.ifAbsent()));
        assertRejected("changed", () -> put("a", "x", Condition.ifMatch(Sha256.of("other"))));
        assertRejected("not-found", () -> put("b", "x", Condition.ifMatch(HELLO)));
        assertRejected(
                "changed", () -> store.delete(name("a"), Condition.ifMatch(Sha256.of("other"))));
        put("b", "b", Condition.ifAbsent());
        assertRejected("exists", () -> store.rename(name("a"), name("b"), Condition.ifAbsent()));
        put("a", "better", Condition.ifMatch(HELLO));
        assertThat(get("a")).isEqualTo("better");
        store.delete(name("a"), Condition.ifMatch(Sha256.of("better")));
        assertRejected("not-found", () -> get("a"));
    }

    @Test
    void aConditionMustStillHoldInTheEnd() throws IOException {
        var options = PutOptions.ofSize(0).condition(Condition.ifAbsent());
        try (var slow = store.put(name("a/b"), options)) {
            put("a/b", "fast");
            assertRejected("exists", slow::commit);
        }
        assertThat(get("a/b")).isEqualTo("fast");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void renamingTakesFoldersAlongAndLeavesNoEmptyOnes() throws IOException {
        put("a/b/c", "hello");
        store.rename(name("a/b/c"), name("a/d/e"), Condition.always());
        assertThat(get("a/d/e")).isEqualTo("hello");
        assertThat(folder.resolve("a/b")).doesNotExist();
        put("x", "x");
        store.rename(name("a/d/e"), name("x"), Condition.always());
        assertThat(get("x")).isEqualTo("hello");
        assertThat(folder.resolve("a")).doesNotExist();
        store.rename(name("x"), name("x"), Condition.always());
        assertThat(store.files()).isEqualTo(1);
        assertThat(store.bytes()).isEqualTo(5);
        assertRejected("not-found", () -> store.rename(name("y"), name("a/z"), Condition.always()));
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void aFolderAndAFileCannotHaveOneName() throws IOException {
        put("a/b", "hello");
        assertRejected("invalid", () -> put("a", "x"));
        assertRejected("invalid", () -> get("a"));
        assertRejected("invalid", () -> put("a/b/c", "x"));
        assertRejected("invalid", () -> store.delete(name("a"), Condition.always()));
        assertThat(get("a/b")).isEqualTo("hello");
    }

    @Test
    void aBrokenUploadIsGoneOnWithWhereItBroke() throws IOException {
        var options = PutOptions.ofSize(5).sha256(HELLO);
        try (var upload = store.put(name("a"), options)) {
            upload.write(ByteBuffer.wrap("hel".getBytes(UTF_8)));
        }
        assertThat(store.bytes()).isEqualTo(3);
        store.close();
        store = FileStore.open(folder, StoreLimits.defaults());
        assertThat(store.bytes()).isEqualTo(3);
        var resume = options.start(new PutOptions.Start.WhereItBroke());
        try (var upload = store.put(name("a"), resume)) {
            assertThat(upload.offset()).isEqualTo(3);
            assertRejected("busy", () -> store.put(name("a"), resume));
            upload.write(ByteBuffer.wrap("lo".getBytes(UTF_8)));
            upload.commit();
        }
        assertThat(get("a")).isEqualTo("hello");
        assertThat(leftovers()).isEmpty();
        assertThat(store.bytes()).isEqualTo(5);
    }

    @Test
    void whoGoesOnCanSayFromWhere() throws IOException {
        var options = PutOptions.ofSize(5).sha256(HELLO);
        try (var upload = store.put(name("a"), options)) {
            upload.write(ByteBuffer.wrap("hexx".getBytes(UTF_8)));
        }
        var resume = options.start(new PutOptions.Start.At(2));
        try (var upload = store.put(name("a"), resume)) {
            assertThat(upload.offset()).isEqualTo(2);
            upload.write(ByteBuffer.wrap("llo".getBytes(UTF_8)));
            assertThat(upload.commit().sha256()).isEqualTo(HELLO);
        }
    }

    @Test
    void whatArrivedWrongIsNotKept() throws IOException {
        var options = PutOptions.ofSize(5).sha256(HELLO);
        try (var upload = store.put(name("a"), options)) {
            upload.write(ByteBuffer.wrap("jello".getBytes(UTF_8)));
            assertRejected("mismatch", upload::commit);
        }
        assertThat(leftovers()).isEmpty();
        assertThat(store.bytes()).isZero();
        assertRejected("not-found", () -> get("a"));
    }

    @Test
    void limitsAreKept() throws IOException {
        store.close();
        store =
                FileStore.open(
                        folder,
                        StoreLimits.defaults()
                                .fileSize(10)
                                .storeSize(15)
                                .files(2)
                                .uploads(1)
                                .downloads(1));
        assertRejected("too-large", () -> store.put(name("a"), PutOptions.ofSize(11)));
        put("a", "0123456789");
        assertRejected("full", () -> store.put(name("b"), PutOptions.ofSize(6)));
        put("b", "b");
        assertRejected("full", () -> put("c", ""));
        put("b", "B"); // which there are no more files by
        assertThat(store.files()).isEqualTo(2);
        try (var _ = store.put(name("d"), PutOptions.ofSize(1))) {
            assertRejected("busy", () -> store.put(name("d"), PutOptions.ofSize(1)));
        }
        try (var _ = store.get(name("a"))) {
            assertRejected("busy", () -> store.get(name("a")));
        }
        assertThat(leftovers()).isEmpty();
        store.delete(name("a"), Condition.always());
        put("c", "");
    }

    @Test
    void whatTheDiskHasRoomForIsPromisedOnce() throws IOException {
        store.close();
        long most = Files.getFileStore(folder).getUsableSpace() / 10 * 6;
        store = FileStore.open(folder, StoreLimits.defaults().fileSize(most).storeSize(9 * most));
        for (int i = 0; i < 3; i++) {
            try (var upload = store.put(name("a"), PutOptions.ofSize(most))) {
                upload.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
                assertRejected("full", () -> store.put(name("b"), PutOptions.ofSize(most)));
                put("c", "c");
            }
        }
        assertThat(store.bytes()).isEqualTo(1);
    }

    @Test
    void brokenUploadsMakeRoomForOthers() throws IOException {
        store.close();
        store = FileStore.open(folder, StoreLimits.defaults().storeSize(10));
        var broken = PutOptions.ofSize(8).sha256(HELLO);
        try (var upload = store.put(name("a"), broken)) {
            upload.write(ByteBuffer.wrap("hello w".getBytes(UTF_8)));
        }
        assertThat(store.bytes()).isEqualTo(7);
        put("b", "bbb");
        assertThat(leftovers()).hasSize(1);
        var resumed = broken.start(new PutOptions.Start.WhereItBroke());
        assertRejected("full", () -> store.put(name("a"), resumed));
        assertThat(leftovers()).hasSize(1);
        put("c", "cccc");
        assertThat(leftovers()).isEmpty();
        assertThat(store.bytes()).isEqualTo(7);
    }

    @Test
    void filesThatWerePutThereByHandAreFilesToo() throws IOException {
        Files.createDirectory(folder.resolve("by"));
        var file = folder.resolve("by/hand");
        Files.writeString(file, "hello");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        assertThat(store.stat(name("by/hand")).sha256()).isEqualTo(HELLO);
        assertThat(store.stat(name("by/hand")).sha256()).isEqualTo(HELLO);
        Files.writeString(file, "jello");
        assertThat(store.stat(name("by/hand")).sha256()).isEqualTo(Sha256.of("jello"));
    }

    @Test
    void aFolderHasOneStore() throws IOException {
        assertThatThrownBy(() -> FileStore.open(folder, StoreLimits.defaults()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        folder
                                + " is in use by another server; stop that one, or choose another"
                                + " folder");
    }

    @Test
    void aBrokenUploadIsKeptForAWhile() throws IOException {
        var options = PutOptions.ofSize(5).sha256(HELLO);
        try (var upload = store.put(name("a"), options)) {
            upload.write(ByteBuffer.wrap("hel".getBytes(UTF_8)));
        }
        store.close();
        var limits = StoreLimits.defaults().resumable(Duration.ofHours(1));
        var later = Instant.now().plus(Duration.ofMinutes(59));
        store = FileStore.open(folder, limits, () -> later, Disk.REAL);
        assertThat(leftovers()).hasSize(1);
        store.close();
        var tooLate = Instant.now().plus(Duration.ofMinutes(61));
        store = FileStore.open(folder, limits, () -> tooLate, Disk.REAL);
        assertThat(leftovers()).isEmpty();
        assertThat(store.bytes()).isZero();
    }
}
