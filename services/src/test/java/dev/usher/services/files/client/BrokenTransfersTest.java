package dev.usher.services.files.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.services.files.PutOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Transfers that break off, and go on where they were. */
@Timeout(120)
class BrokenTransfersTest extends ServedFiles {
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
        System.out.println("BrokenTransfersTest seed " + seed);
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
}
