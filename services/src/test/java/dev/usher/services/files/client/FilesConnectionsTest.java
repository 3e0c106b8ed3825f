package dev.usher.services.files.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.services.files.Files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The connections of a client: none to be had, lost, shared, closed. */
@Timeout(120)
class FilesConnectionsTest extends ServedFiles {
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
