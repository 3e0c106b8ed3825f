package dev.usher.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Connection;
import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientEvent;
import dev.usher.client.ClientLimits;
import dev.usher.client.Dialect;
import dev.usher.client.Remote;
import dev.usher.client.Retries;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls when something goes wrong: who is told what, and what is tried again. */
class TroubledClientTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void aServerThatWasNeverReachedIsReportedAtOnce() throws Exception {
        int port = freePort();
        try (var client = Client.to("127.0.0.1", port, Lines.utf8()).open()) {
            for (int i = 0; i < 3; i++) {
                var failed =
                        catchThrowableOfType(
                                CallException.Unreachable.class, () -> client.call("hello"));
                assertThat(failed)
                        .hasMessage("cannot connect to 127.0.0.1:%d: connection refused", port);
                assertThat(failed.mayHaveBeenDone()).isFalse();
            }
        }
    }

    @Test
    void aPatientClientWaitsForItsServer() throws Exception {
        int port = freePort();
        var failed = new CountDownLatch(3);
        try (var client =
                        Client.to("127.0.0.1", port, Dialect.lines())
                                .retries(quick().patient(true))
                                .events(event -> {
                                    if (event instanceof ClientEvent.Failed) {
                                        failed.countDown();
                                    }
                                })
                                .open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> client.call("hello"));
            failed.await();
            servers.start(Server.on(port).answer(Lines.utf8(), line -> line));
            assertThat(answer.get()).isEqualTo("hello");
        }
    }

    @Test
    void anUnsafeRequestIsNotSentAgainAndItsCallerKnowsThatItMayHaveBeenDone() throws Exception {
        var done = new AtomicInteger();
        var server = servers.start(cuttingFirst(done));
        try (var client = to(server).retries(quick()).open()) {
            var failed = catchThrowableOfType(CallException.Lost.class, () -> client.call("do it"));
            assertThat(failed.mayHaveBeenDone()).isTrue();
            assertThat(done).hasValue(1);
            assertThat(client.call("and this")).isEqualTo("and this");
        }
    }

    @Test
    void aRepeatableRequestIsSentAgain() throws Exception {
        var done = new AtomicInteger();
        var server = servers.start(cuttingFirst(done));
        var dialect = Dialect.lines().repeatable(line -> line.startsWith("get "));
        try (var client = Client.to("127.0.0.1", server.port(), dialect).retries(quick()).open()) {
            assertThat(client.call("get it")).isEqualTo("get it");
        }
        assertThat(done).hasValue(2);
    }

    @Test
    void anExhaustedBudgetEndsTheRetries() throws Exception {
        var served = new AtomicInteger();
        var server =
                servers.start(
                        Server.on(0)
                                .handle(connection -> {
                                    connection.input().read();
                                    served.incrementAndGet();
                                    return;
                                }));
        var dialect = Dialect.lines().repeatable(line -> true);
        try (var client =
                Client.to("127.0.0.1", server.port(), dialect)
                        .retries(quick().budget(3, 0))
                        .open()) {
            assertThatThrownBy(() -> client.call("x")).isInstanceOf(CallException.Lost.class);
            assertThat(served).hasValue(4);
            assertThatThrownBy(() -> client.call("x")).isInstanceOf(CallException.Lost.class);
            assertThat(served).hasValue(5);
        }
    }

    /** Cuts off whoever makes the first request, when it is done. */
    private static Listener cuttingFirst(AtomicInteger done) {
        return Server.on(0)
                .serve(
                        Lines.utf8(),
                        (line, call) -> {
                            if (done.incrementAndGet() == 1) {
                                call.hangUp();
                                return null;
                            }
                            return line;
                        });
    }

    @Test
    void aLateAnswerIsNotTakenForTheNextOne() throws Exception {
        var release = new CountDownLatch(1);
        var server =
                servers.start(
                        Server.on(0)
                                .serve(
                                        Lines.utf8(),
                                        (line, call) -> {
                                            if (line.equals("slow")) {
                                                call.outbox().send("PUSH still here");
                                                release.await();
                                            }
                                            return line;
                                        }));
        var pushed = new CountDownLatch(1);
        var dialect = Dialect.lines().pushes(line -> line.startsWith("PUSH"));
        try (var client =
                Client.to("127.0.0.1", server.port(), dialect)
                        .pushes(push -> pushed.countDown())
                        .open()) {
            var failed =
                    catchThrowableOfType(
                            CallException.Late.class,
                            () -> client.call("slow", Duration.ofMillis(300)));
            assertThat(failed.mayHaveBeenDone()).isTrue();
            pushed.await();
            release.countDown();
            assertThat(client.call("quick")).isEqualTo("quick");
        }
        assertThat(servers.events().of(Event.Running.class)).hasSize(1);
    }

    @Test
    void aServerThatIsSilentForTheWholeTimeOfACallIsLeft() throws Exception {
        var first = new AtomicBoolean(true);
        var release = new CountDownLatch(1);
        var server =
                servers.start(
                        Server.on(0)
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            if (first.getAndSet(false)) {
                                                release.await();
                                            }
                                            return line;
                                        }));
        try (var client = to(server).open()) {
            assertThatThrownBy(() -> client.call("hello", Duration.ofMillis(200)))
                    .isInstanceOf(CallException.Late.class);
            assertThat(client.call("hello")).isEqualTo("hello");
        }
        release.countDown();
        assertThat(servers.events().of(Event.Running.class)).hasSize(2);
    }

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

    @Test
    void anAnswerThatIsTooLongEndsTheConnectionWithAReason() throws Exception {
        var server = servers.start(Server.on(0).answer(Lines.utf8(), line -> "x".repeat(100_000)));
        try (var client = to(server).limits(ClientLimits.defaults().message(1_000)).open()) {
            assertThatThrownBy(() -> client.call("hello"))
                    .isInstanceOf(CallException.Malformed.class)
                    .hasMessage(
                            "what 127.0.0.1:%d sends is not the protocol: an answer has more than"
                                    + " 1,000 bytes",
                            server.port());
        }
    }

    @Test
    void eachConnectionIsOpenedAnewBeforeAnythingElseIsAsked() throws Exception {
        var firsts = new LinkedBlockingQueue<String>();
        var server =
                servers.start(
                        Server.on(0)
                                .handlers(peer -> {
                                    var first = new AtomicBoolean(true);
                                    return connection -> {
                                        for (String line; (line = next(connection)) != null; ) {
                                            if (first.getAndSet(false)) {
                                                firsts.add(line);
                                            }
                                            connection.output().writeUtf8(line + "\n");
                                            connection.output().flush();
                                            if (line.startsWith("report")) {
                                                return;
                                            }
                                        }
                                    };
                                }));
        try (var client =
                to(server)
                        .retries(quick())
                        .opening(connection -> connection.call("I am thermo-1"))
                        .staying()
                        .open()) {
            assertThat(firsts.poll(10, TimeUnit.SECONDS)).isEqualTo("I am thermo-1");
            for (int i = 0; i < 3; i++) {
                assertThat(client.call("report " + i)).isEqualTo("report " + i);
                assertThat(firsts.poll(10, TimeUnit.SECONDS)).isEqualTo("I am thermo-1");
            }
        }
        assertThat(firsts).isEmpty();
    }

    private static @Nullable String next(Connection connection) throws IOException {
        return Lines.readUtf8(connection.input());
    }

    @Test
    void aServerIsRestartedTenTimesAndNothingIsLostOrDoneTwice() throws Exception {
        var done = new ConcurrentHashMap<String, Integer>();
        var acknowledged = ConcurrentHashMap.<String>newKeySet();
        var failures = new ConcurrentHashMap<String, CallException>();
        var over = new AtomicBoolean();
        int port = freePort();
        var server = servers.start(counting(port, done));
        var dialect = Dialect.lines().repeatable(line -> line.startsWith("get "));
        try (var client =
                        Client.to("127.0.0.1", port, dialect)
                                .retries(quick().patient(true).budget(1_000, 1))
                                .limits(ClientLimits.defaults().call(Duration.ofMinutes(1)))
                                .open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers = new ArrayList<Future<?>>();
            for (int i = 0; i < 8; i++) {
                var name = (i % 2 == 0 ? "get " : "set ") + i + "-";
                callers.add(
                        threads.submit(() -> {
                            for (int n = 0; !over.get(); n++) {
                                var request = name + n;
                                try {
                                    assertThat(client.call(request)).isEqualTo(request);
                                    acknowledged.add(request);
                                } catch (CallException failed) {
                                    failures.put(request, failed);
                                }
                            }
                            return null;
                        }));
            }
            for (int i = 0; i < 10; i++) {
                int before = acknowledged.size();
                servers.await("calls are answered", () -> acknowledged.size() > before + 100);
                server.cut();
                server = servers.start(counting(port, done));
            }
            over.set(true);
            for (var caller : callers) {
                caller.get();
            }
        }
        assertThat(failures.entrySet())
                .as("failed")
                .allMatch(failed -> failed.getKey().startsWith("set "));
        failures.forEach((request, failed) -> {
            assertThat(failed).isInstanceOf(CallException.Lost.class);
            assertThat(done.getOrDefault(request, 0))
                    .as(request)
                    .isLessThanOrEqualTo(failed.mayHaveBeenDone() ? 1 : 0);
        });
        assertThat(acknowledged)
                .filteredOn(request -> request.startsWith("set "))
                .isNotEmpty()
                .allMatch(request -> done.get(request) == 1);
    }

    /** Counts how often it was asked what. */
    private static Listener counting(int port, ConcurrentHashMap<String, Integer> done) {
        return Server.on(port)
                .answer(
                        Lines.utf8(),
                        line -> {
                            done.merge(line, 1, Integer::sum);
                            return line;
                        });
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Retries quick() {
        return Retries.defaults().pauses(Duration.ofMillis(10), Duration.ofMillis(200));
    }

    private static Remote<String, String> to(Server server) {
        return Client.to("127.0.0.1", server.port(), Dialect.lines());
    }
}
