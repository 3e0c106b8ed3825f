package dev.usher.services.files;

import static dev.usher.services.files.Refusals.assertRejected;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.FailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Many files, and many who want the same ones. */
class ManyFilesTest {
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

    private Sha256 put(FileName name, String content, Condition condition) throws IOException {
        var bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
        var options = PutOptions.ofSize(bytes.remaining()).condition(condition);
        try (var upload = store.put(name, options)) {
            upload.write(bytes);
            return upload.commit().sha256();
        }
    }

    private void all(int threads, Callable<?> work) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : executor.invokeAll(java.util.Collections.nCopies(threads, work))) {
                done.get();
            }
        }
    }

    @Test
    void tenThousandFilesAreListedInPages() throws IOException {
        var expected = new ArrayList<String>();
        for (int i = 0; i < 10_000; i++) {
            var name = "f" + i % 7 + (i % 3 == 0 ? "/" : "-") + i;
            Files.createDirectories(folder.resolve(name).getParent());
            Files.createFile(folder.resolve(name));
            expected.add(name);
        }
        expected.sort(null);
        var listed = new ArrayList<String>();
        for (var after = ""; ; after = listed.getLast()) {
            var page = store.list("", after, 1_000);
            page.forEach(entry -> listed.add(entry.name().toString()));
            if (page.size() < 1_000) {
                break;
            }
        }
        assertThat(listed).isEqualTo(expected);
        for (var prefix : List.of("f3", "f3/", "f3-1", "f3/99", "x", "f3/99990")) {
            assertThat(store.list(prefix, "", 10_000))
                    .extracting(entry -> entry.name().toString())
                    .isEqualTo(expected.stream().filter(name -> name.startsWith(prefix)).toList());
        }
        assertThat(store.list("f", "f6/9", 3))
                .extracting(entry -> entry.name().toString())
                .isEqualTo(
                        expected.stream()
                                .filter(name -> name.compareTo("f6/9") > 0)
                                .limit(3)
                                .toList());
    }

    @Test
    void oneOfManyIsTheFirst() throws Exception {
        var name = FileName.of("a/b");
        var winners = new AtomicInteger();
        all(
                20,
                () -> {
                    try {
                        put(name, "x", Condition.ifAbsent());
                        return winners.incrementAndGet();
                    } catch (FailureException exists) {
                        return assertThat(exists.failure().code()).isEqualTo("exists");
                    }
                });
        assertThat(winners).hasValue(1);
    }

    @Test
    void whoComparesLosesNoUpdate() throws Exception {
        var name = FileName.of("count");
        put(name, "0", Condition.always());
        all(
                10,
                () -> {
                    for (int i = 0; i < 10; ) {
                        try (var download = store.get(name)) {
                            int count = Integer.parseInt(read(download));
                            var seen = Condition.ifMatch(download.file().sha256());
                            put(name, "" + (count + 1), seen);
                            i++;
                        } catch (FailureException other) {
                            assertThat(other.failure().code()).isEqualTo("changed");
                        }
                    }
                    return null;
                });
        try (var download = store.get(name)) {
            assertThat(read(download)).isEqualTo("100");
        }
    }

    private static String read(Download download) throws IOException {
        var bytes = ByteBuffer.allocate((int) download.file().size());
        download.read(0, bytes);
        return new String(bytes.array(), UTF_8);
    }

    @Test
    void whateverHappensToANameItIsAWholeFileOrNone() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ManyFilesTest seed " + seed);
        var seeds = new AtomicInteger();
        var names = List.of("a", "d/b", "d/e/c", "f/g");
        all(
                12,
                () -> {
                    var random = new Random(seed + seeds.incrementAndGet());
                    for (int i = 0; i < 150; i++) {
                        try {
                            anything(names, random);
                        } catch (FailureException refused) {
                            assertThat(refused.failure().code()).isEqualTo("not-found");
                        }
                    }
                    return null;
                });
        long bytes = 0;
        int files = 0;
        for (var entry : store.list("", "", 100)) {
            bytes += entry.size();
            files++;
        }
        assertThat(store.bytes()).isEqualTo(bytes);
        assertThat(store.files()).isEqualTo(files);
        for (var entry : store.list("", "", 100)) {
            store.delete(entry.name(), Condition.always());
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve(".usher"));
        }
        for (var own : List.of("uploads", "digests")) {
            assertThat(folder.resolve(".usher").resolve(own)).isEmptyDirectory();
        }
        assertRejected("not-found", () -> store.stat(FileName.of("a")));
    }

    private void anything(List<String> names, Random random) throws IOException {
        var name = FileName.of(names.get(random.nextInt(names.size())));
        switch (random.nextInt(8)) {
            case 0 -> store.delete(name, Condition.always());
            case 1 -> {
                var other = FileName.of(names.get(random.nextInt(names.size())));
                store.rename(name, other, Condition.always());
            }
            case 2, 3, 4 ->
                    put(
                            name,
                            ("" + random.nextInt(10)).repeat(random.nextInt(50_000)),
                            Condition.always());
            default -> {
                try (var download = store.get(name)) {
                    assertThat(Sha256.of(read(download))).isEqualTo(download.file().sha256());
                }
            }
        }
    }
}
