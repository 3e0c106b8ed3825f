package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.FailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Files that somebody put into the folder, and that are large. */
class ReadingsTest {
    private static final long SIZE = 300_000_000;

    @TempDir private Path path;
    private Folder folder;
    private Folder kept;
    private final StoreThreads threads = new StoreThreads(failed -> failed);

    @BeforeEach
    void put() throws IOException {
        var file = path.resolve("file");
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(SIZE);
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        Files.createDirectory(path.resolve("kept"));
        folder = Folder.open(path);
        kept = Folder.open(path.resolve("kept"));
    }

    @AfterEach
    void close() throws IOException {
        threads.close();
        folder.close();
        kept.close();
    }

    private Readings readings(Duration patience) {
        return new Readings(new Digests(kept), threads, InstantSource.system(), patience);
    }

    private OpenFile open() throws IOException {
        var attributes = folder.attributes("file");
        assertThat(attributes).isNotNull();
        return new OpenFile(
                folder.file("file", java.nio.file.StandardOpenOption.READ),
                Fingerprint.of(attributes));
    }

    private static Sha256 zeros() {
        var digest = Sha256.digest();
        var piece = new byte[1_000_000];
        for (long fed = 0; fed < SIZE; fed += piece.length) {
            digest.update(piece);
        }
        return Sha256.of(digest);
    }

    @Test
    void whoComesBackFindsItFurtherAndInTheEndDone() throws Exception {
        var readings = readings(Duration.ofMillis(1));
        var told = new ArrayList<String>();
        Sha256 digest = null;
        while (digest == null) {
            try (var file = open()) {
                digest = readings.digest(file, () -> {});
            } catch (FailureException notYet) {
                assertThat(notYet.failure().code()).isEqualTo("digesting");
                told.add(notYet.failure().message());
            }
        }
        assertThat(digest).isEqualTo(zeros());
        // From the beginning each time, it would never have come to the end.
        assertThat(told).isNotEmpty();
    }

    @Test
    void whoIsGoneAlreadyDoesNotBeginAReadingThatOthersJoin() throws Exception {
        var readings = readings(Duration.ofMillis(1));
        var gone = open();
        gone.close(); // as whoever sees to those who are gone does, at any time
        var busy = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) { // so that it would stay for a while
            threads.digests().start(() -> await(busy));
        }
        assertThatThrownBy(() -> readings.digest(gone, () -> {}))
                .isInstanceOf(ClosedChannelException.class);
        busy.countDown();
        try (var file = open()) {
            assertThat(readings(Duration.ofSeconds(60)).digest(file, () -> {})).isEqualTo(zeros());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    @Test
    void whoWaitsIsToldOfProgressAndManyShareOneReading() throws Exception {
        var readings = readings(Duration.ofSeconds(60));
        var asks = new ArrayList<Callable<Sha256>>();
        for (int i = 0; i < 8; i++) {
            asks.add(() -> {
                try (var file = open()) {
                    return readings.digest(file, () -> {});
                }
            });
        }
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var digest : clients.invokeAll(asks)) {
                assertThat(digest.get()).isEqualTo(zeros());
            }
        }
        try (var content = Files.list(path.resolve("kept"))) {
            assertThat(content).hasSize(1);
        }
    }
}
