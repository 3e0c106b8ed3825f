package dev.usher.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientEvent;
import dev.usher.client.Dialect;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls to servers that say that they are busy: who comes back, and when. */
class BusyServersTest extends Troubles {
    @Test
    void nobodyComesBackToABusyServerSoonerThanItAdvises() throws Exception {
        var advice = Duration.ofSeconds(1);
        int clients = 200;
        var refused = new ConcurrentHashMap<Integer, Long>();
        var tooEarly = Collections.synchronizedList(new ArrayList<String>());
        var server =
                servers.start(
                        Server.on(0)
                                .limits(Limits.defaults().running(20).waiting(0).retryAfter(advice))
                                .answer(Lines.utf8(), line -> line));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<String>>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                calls.add(
                        threads.submit(() -> {
                            try (var client =
                                    to(server)
                                            .events(event ->
                                                    watch(event, number, refused, advice, tooEarly))
                                            .open()) {
                                return client.call("client " + number, Duration.ofMinutes(2));
                            }
                        }));
            }
            for (int i = 0; i < clients; i++) {
                assertThat(calls.get(i).get()).isEqualTo("client " + i);
            }
        }
        assertThat(tooEarly).isEmpty();
        assertThat(refused).as("clients that were told BUSY").isNotEmpty();
    }

    private static void watch(
            ClientEvent event,
            int client,
            ConcurrentHashMap<Integer, Long> refused,
            Duration advice,
            List<String> tooEarly) {
        switch (event) {
            case ClientEvent.Disconnected(CallException.Busy _) ->
                    refused.put(client, System.nanoTime());
            case ClientEvent.Failed(CallException.Busy _) -> refused.put(client, System.nanoTime());
            case ClientEvent.Connected _ -> {
                var since = refused.get(client);
                if (since != null && System.nanoTime() - since < advice.toNanos()) {
                    tooEarly.add("client " + client);
                }
            }
            default -> {}
        }
    }

    @Test
    void aCallThatComesWhenTheServerHasJustSaidBusyMakesNoConnectionBeforeItsTime()
            throws Exception {
        var connections = new AtomicInteger();
        var client = new CompletableFuture<Client<String, String>>();
        var another = new CompletableFuture<Throwable>();
        try (var busy = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
                var opened =
                        Client.to("127.0.0.1", busy.getLocalPort(), Dialect.lines())
                                .events(event -> {
                                    if (event instanceof ClientEvent.Connected) {
                                        connections.incrementAndGet();
                                    }
                                    if (event instanceof ClientEvent.Disconnected) {
                                        // While whoever tells this waits, as bad luck would have
                                        // it.
                                        Thread.startVirtualThread(
                                                () -> another.complete(refusal(client)));
                                        another.join();
                                    }
                                })
                                .open()) {
            client.complete(opened);
            Thread.startVirtualThread(() -> sayBusy(busy));

            assertThat(refusal(client)).isInstanceOf(CallException.Busy.class);
            assertThat(another.get(1, TimeUnit.MINUTES)).isInstanceOf(CallException.Busy.class);
            assertThat(connections).hasValue(1);
        }
    }

    /** Has each client ask something first. */
    private static void sayBusy(ServerSocket busy) {
        while (true) {
            try (var guest = busy.accept()) {
                guest.getInputStream()
                        .readNBytes("hello\n".length()); // or its end would be a reset
                guest.getOutputStream().write("BUSY retry-after=60\n".getBytes(UTF_8));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static Throwable refusal(CompletableFuture<Client<String, String>> client) {
        return catchThrowable(() -> client.join().call("hello", Duration.ofSeconds(10)));
    }

    @Test
    void aCallThatCannotWaitAsLongAsAdvisedSaysSoAtOnce() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .limits(
                                        Limits.defaults()
                                                .running(1)
                                                .waiting(0)
                                                .retryAfter(Duration.ofHours(1)))
                                .answer(Lines.utf8(), line -> line));
        var inside = servers.connect(server);
        inside.send("I have the place\n");
        assertThat(inside.readLine()).isEqualTo("I have the place");
        try (var client = to(server).open()) {
            var failed = catchThrowableOfType(CallException.Busy.class, () -> client.call("hello"));
            assertThat(failed.retryAfter()).isEqualTo(Duration.ofHours(1));
            assertThat(failed).hasMessage("BUSY retry-after=3600 running=1/1 waiting=0/0");
            assertThat(failed.mayHaveBeenDone()).isFalse();
        }
    }
}
