package dev.usher.services.files;

import static dev.usher.services.files.Refusals.assertRejected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Event;
import dev.usher.FailureException;
import dev.usher.Server;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** A disk that is full, or fails. */
class DiskFailuresTest {
    private static final PutOptions HELLO = PutOptions.ofSize(5).sha256(Sha256.of("hello"));

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir private Path folder;
    private final FailingDisk disk = new FailingDisk();
    private FileStore store;

    @BeforeEach
    void open() throws IOException {
        store = FileStore.open(folder, StoreLimits.defaults(), InstantSource.system(), disk);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private StoredFile put() throws IOException {
        try (var upload = store.put(FileName.of("a/b"), HELLO)) {
            upload.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
            return upload.commit();
        }
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(folder.resolve("a")).doesNotExist();
        try (var leftovers = Files.list(folder.resolve(".usher/uploads"))) {
            assertThat(leftovers).isEmpty();
        }
        assertThat(store.bytes()).isZero();
        assertThat(store.files()).isZero();
        disk.heal();
        put();
    }

    @Test
    void aDiskThatTakesAByteAtATimeTakesAll() throws IOException {
        put();
        assertThat(folder.resolve("a/b")).hasContent("hello");
    }

    @Test
    void aFullDiskIsToldAndLeavesNothing() throws IOException {
        disk.failToWrite(FailingDisk.FULL, 3);
        assertRejected("full", this::put);
        assertNothingIsLeft();
    }

    @Test
    void aDiskThatIsFullInTheEndIsToldToo() throws IOException {
        disk.failToForce(FailingDisk.FULL, 0);
        assertRejected("full", this::put);
        assertNothingIsLeft();
    }

    @Test
    void whatADiskFailedToKeepIsNotGoneOnWith() throws IOException {
        disk.failToWrite(FailingDisk.BROKEN, 3);
        assertThatThrownBy(this::put)
                .isNotInstanceOf(FailureException.class)
                .hasMessage(FailingDisk.BROKEN);
        assertNothingIsLeft();
        assertThat(store.put(FileName.of("c"), HELLO.start(new PutOptions.Start.WhereItBroke())))
                .satisfies(upload -> assertThat(upload.offset()).isZero())
                .satisfies(Upload::close);
    }

    @Test
    void whatNobodyKnowsToBeOnTheDiskIsNotAcknowledged() throws IOException {
        disk.failToForce(FailingDisk.BROKEN, 0);
        assertThatThrownBy(this::put).hasMessage(FailingDisk.BROKEN);
        assertNothingIsLeft();
    }

    @Test
    void aFolderThatMayNotBeOnTheDiskIsNotAcknowledgedEither() throws IOException {
        disk.failToForce(FailingDisk.BROKEN, 1);
        assertThatThrownBy(this::put).hasMessage(FailingDisk.BROKEN);
        assertThat(folder.resolve("a/b")).hasContent("hello");
        assertThat(store.bytes()).isEqualTo(5);
        assertThat(store.files()).isEqualTo(1);
    }

    @Test
    void aClientIsToldThatTheDiskIsFull() throws Exception {
        disk.failToWrite(FailingDisk.FULL, 3);
        try (var server =
                servers.start(new dev.usher.services.files.Files(store).on(Server.on(0)))) {
            var client = servers.connect(server);
            client.send("put a 500000000\n" + "x".repeat(100_000));
            assertThat(client.readLinesToEnd())
                    .containsExactly("OK ready", "ERROR full the disk of the server is full");
            server.cut();
        }
    }

    @Test
    void aClientIsNotToldHowTheDiskFails() throws Exception {
        disk.failToForce(FailingDisk.BROKEN, 0);
        try (var server =
                servers.start(new dev.usher.services.files.Files(store).on(Server.on(0)))) {
            var client = servers.connect(server);
            client.send("put a 5\nhello");
            assertThat(client.readLines(2))
                    .containsExactly(
                            "OK ready", "ERROR internal the server failed at this request");
            assertThat(servers.events().await(Event.HandlerFailed.class, client).cause())
                    .hasMessage(FailingDisk.BROKEN);
            server.cut();
        }
    }
}
