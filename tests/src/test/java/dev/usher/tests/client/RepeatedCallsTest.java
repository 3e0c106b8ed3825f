package dev.usher.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientLimits;
import dev.usher.client.Dialect;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls whose connection is lost: what is sent again, and what is not. */
class RepeatedCallsTest extends Troubles {
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
}
