package dev.usher.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.Connection;
import dev.usher.Event;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientEvent;
import dev.usher.client.ClientLimits;
import dev.usher.client.Dialect;
import dev.usher.protocol.Lines;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Calls to servers that are not there, are silent, or say too much. */
class TroubledClientTest extends Troubles {
    private static final String PUSH = "PUSH";

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
    void aLateAnswerIsNotTakenForTheNextOne() throws Exception {
        var release = new CountDownLatch(1);
        var server = servers.start(pushingBeforeSlowAnswers(release));
        var pushes = new LinkedBlockingQueue<String>();
        var dialect = Dialect.lines().pushes(line -> line.startsWith(PUSH));
        try (var client =
                Client.to("127.0.0.1", server.port(), dialect).pushes(pushes::add).open()) {
            String push = null;
            for (var time = Duration.ofMillis(300); push == null; time = time.multipliedBy(2)) {
                var longest = time;
                var failed =
                        catchThrowableOfType(
                                CallException.Late.class, () -> client.call("slow", longest));
                assertThat(failed.mayHaveBeenDone()).isTrue();
                // If none has come the machine was busy: a server that is silent is left.
                push = pushes.poll(5, TimeUnit.SECONDS);
            }
            release.countDown();
            assertThat(client.call("quick")).isEqualTo("quick" + push.substring(PUSH.length()));
        }
    }

    /** Says in pushes and answers over which connection they come. */
    private static Listener pushingBeforeSlowAnswers(CountDownLatch release) {
        return Server.on(0)
                .serve(
                        Lines.utf8(),
                        (line, call) -> {
                            var over = " over " + call.connection().peer().id();
                            if (line.equals("slow")) {
                                call.outbox().send(PUSH + over);
                                release.await();
                            }
                            return line + over;
                        });
    }

    @Test
    void aServerThatIsSilentForTheWholeTimeOfACallIsLeft() throws Exception {
        var release = new CountDownLatch(1);
        var server =
                servers.start(
                        Server.on(0)
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            if (line.equals("held")) {
                                                release.await();
                                            }
                                            return line;
                                        }));
        try (var client = to(server).open()) {
            assertThat(client.call("connected")).isEqualTo("connected");
            assertThatThrownBy(() -> client.call("held", Duration.ofMillis(200)))
                    .isInstanceOf(CallException.Late.class);
            assertThat(client.call("hello")).isEqualTo("hello");
        }
        release.countDown();
        assertThat(servers.events().of(Event.Running.class)).hasSize(2);
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
}
