package dev.usher.services.files.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.services.files.Condition;
import dev.usher.services.files.Files;
import dev.usher.services.files.PutOptions;
import dev.usher.services.files.Sha256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
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
        try (var inside = new Socket(address.getAddress(), address.getPort());
                var client = FilesClient.to(address, ONCE)) {
            inside.getOutputStream().write("list\n".getBytes(UTF_8));
            assertThat(inside.getInputStream().read()).isEqualTo('[');
            assertThatThrownBy(() -> client.list("", _ -> {}))
                    .isInstanceOfSatisfying(
                            FilesException.Busy.class,
                            no -> {
                                assertThat(no.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                                assertThat(no.mayPass()).isTrue();
                            });
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

    @Test
    void anUploadWhoseAnswerWasLostIsRecognizedWithoutADigestToo() throws Exception {
        var mine = file("mine", "hello".getBytes(UTF_8));
        try (var forgetful = new ServerSocket(0, 9, InetAddress.ofLiteral("127.0.0.1"));
                var persevering =
                        FilesClient.to((InetSocketAddress) forgetful.getLocalSocketAddress())) {
            Thread.startVirtualThread(() -> forgetOneAnswer(forgetful));
            var options = PutOptions.ofSize(5).condition(Condition.ifAbsent());
            var receipt = persevering.put(name("a"), options, mine, Progress.UNWATCHED);
            assertThat(receipt.sha256()).isEqualTo(FilesClient.digest(mine));
        }
    }

    /** Takes a file, closes without a word, and says of the next one that it is there. */
    private static void forgetOneAnswer(ServerSocket server) {
        try {
            try (var first = server.accept()) {
                var lines =
                        new BufferedReader(new InputStreamReader(first.getInputStream(), UTF_8));
                lines.readLine();
                first.getOutputStream().write("OK ready\n".getBytes(UTF_8));
                lines.read(new char[5]);
            }
            try (var second = server.accept()) {
                var lines =
                        new BufferedReader(new InputStreamReader(second.getInputStream(), UTF_8));
                lines.readLine();
                second.getOutputStream().write("ERROR exists it is there\n".getBytes(UTF_8));
                lines.readLine();
                var there =
                        "{\"name\":\"a\",\"size\":5,\"modified\":\"2026-11-21T10:15:00Z\",\"sha256\":\"%s\"}\n"
                                .formatted(Sha256.of("hello").hex());
                second.getOutputStream().write(there.getBytes(UTF_8));
                lines.readLine();
            }
        } catch (IOException closed) {
            return; // with the test
        }
    }
}
