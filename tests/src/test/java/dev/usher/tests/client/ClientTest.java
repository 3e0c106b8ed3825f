package dev.usher.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.Event;
import dev.usher.FailureException;
import dev.usher.Listener;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientLimits;
import dev.usher.client.Dialect;
import dev.usher.client.Remote;
import dev.usher.protocol.Frames;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls over connections that hold. */
class ClientTest {
    private static final int THREADS = 8;
    private static final int CALLS = 12_500;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void aCallReturnsItsAnswer() throws Exception {
        var server = servers.start(upperCase());
        try (var client = to(server).open()) {
            assertThat(client.call("hello")).isEqualTo("HELLO");
            assertThat(client.call("again")).isEqualTo("AGAIN");
        }
    }

    @Test
    void aHundredThousandCallsOfEightThreadsGetEachTheirOwnAnswer() throws Exception {
        var server = servers.start(upperCase());
        try (var client = to(server).open()) {
            everyCallerGetsItsAnswers(client);
        }
        assertThat(servers.events().of(Event.Running.class)).hasSize(1);
    }

    @Test
    void answersThatComeInAnyOrderFindTheirCallers() throws Exception {
        var server = servers.start(upperCase().pipeline(Pipeline.unordered(64)));
        var dialect =
                Dialect.<String, String>of(Lines.utf8())
                        .keys(request -> request.toUpperCase(Locale.ROOT), answer -> answer);
        try (var client = Client.to("127.0.0.1", server.port(), dialect).open()) {
            everyCallerGetsItsAnswers(client);
        }
    }

    /** Pipelines all its calls, and looks at each answer. */
    private static void everyCallerGetsItsAnswers(Client<String, String> client) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<?>>();
            for (int thread = 0; thread < THREADS; thread++) {
                var name = "caller-" + thread + "-";
                results.add(
                        threads.submit(() -> {
                            var answers = new ArrayList<CompletableFuture<String>>();
                            for (int i = 0; i < CALLS; i++) {
                                answers.add(client.send(name + i));
                            }
                            for (int i = 0; i < CALLS; i++) {
                                assertThat(answers.get(i).get(60, TimeUnit.SECONDS))
                                        .isEqualTo((name + i).toUpperCase(Locale.ROOT));
                            }
                            return null;
                        }));
            }
            for (var result : results) {
                result.get();
            }
        }
    }

    @Test
    void framesAreSpokenAsWell() throws Exception {
        var server = servers.start(Server.on(0).answer(Frames.int32(), frame -> frame));
        try (var client = Client.to("127.0.0.1", server.port(), Frames.int32()).open()) {
            assertThat(client.call(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aRequestThatCannotBeWrittenFailsAloneAndDisturbsNobody() throws Exception {
        var server = servers.start(upperCase());
        try (var client = to(server).open()) {
            var before = client.send("one");
            assertThatThrownBy(() -> client.call("two\nlines"))
                    .isInstanceOf(IllegalArgumentException.class);
            var after = client.send("three");
            assertThat(before.get()).isEqualTo("ONE");
            assertThat(after.get()).isEqualTo("THREE");
        }
    }

    @Test
    void anErrorOfTheServerIsAnExceptionWithItsCode() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            throw FailureException.rejected(
                                                    "invalid", "no " + line);
                                        }));
        try (var client = to(server).open()) {
            var failed =
                    catchThrowableOfType(
                            CallException.Rejected.class, () -> client.call("such thing"));
            assertThat(failed.code()).isEqualTo("invalid");
            assertThat(failed).hasMessage("invalid: no such thing");
            assertThat(failed.mayHaveBeenDone()).isFalse();
            assertThatThrownBy(() -> client.send("x").join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(CallException.Rejected.class);
        }
    }

    @Test
    void pushesGoToTheListenerInOrderAndAnswersToTheirCallers() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .serve(
                                        Lines.utf8(),
                                        (line, call) -> {
                                            call.outbox().send("news of " + line);
                                            return line;
                                        }));
        var news = new LinkedBlockingQueue<String>();
        var dialect = Dialect.lines().pushes(line -> line.startsWith("news "));
        try (var client = Client.to("127.0.0.1", server.port(), dialect).pushes(news::add).open()) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.call("request " + i)).isEqualTo("request " + i);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(news.poll(10, TimeUnit.SECONDS)).isEqualTo("news of request " + i);
            }
        }
    }

    @Test
    void aListenerMayCallTheServer() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .serve(
                                        Lines.utf8(),
                                        (line, call) -> {
                                            if (line.equals("poke")) {
                                                call.outbox().send("PUSH");
                                            }
                                            return line;
                                        }));
        var heard = new CompletableFuture<String>();
        var self = new CompletableFuture<Client<String, String>>();
        var dialect = Dialect.lines().pushes("PUSH"::equals);
        try (var client =
                Client.to("127.0.0.1", server.port(), dialect)
                        .pushes(push -> {
                            try {
                                heard.complete(self.join().call("from the listener"));
                            } catch (CallException | InterruptedException failed) {
                                heard.completeExceptionally(failed);
                            }
                        })
                        .open()) {
            self.complete(client);
            client.call("poke");
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("from the listener");
        }
    }

    @Test
    void noMoreRequestsAreInFlightThanMayBe() throws Exception {
        var most = new AtomicInteger();
        var now = new AtomicInteger();
        var server =
                servers.start(
                        Server.on(0)
                                .pipeline(Pipeline.ordered(64))
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                            Thread.sleep(1);
                                            now.decrementAndGet();
                                            return line;
                                        }));
        try (var client = to(server).limits(ClientLimits.defaults().inFlight(3)).open()) {
            var answers = new ArrayList<CompletableFuture<String>>();
            for (int i = 0; i < 100; i++) {
                answers.add(client.send("request " + i));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(answers.get(i).get()).isEqualTo("request " + i);
            }
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void moreConnectionsAreMadeWhenTheFirstIsBusy() throws Exception {
        var inside = new CountDownLatch(4);
        var server =
                servers.start(
                        Server.on(0)
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            inside.countDown();
                                            inside.await();
                                            return line;
                                        }));
        var limits = ClientLimits.defaults().connections(4);
        try (var client = to(server).limits(limits).open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // A sequential server has four at work at once only over four connections.
            var calls = new ArrayList<Future<String>>();
            servers.await(
                    "four at work at once",
                    () -> {
                        var request = "request " + calls.size();
                        calls.add(threads.submit(() -> client.call(request)));
                        return inside.getCount() == 0;
                    });
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).get()).isEqualTo("request " + i);
            }
        }
        assertThat(servers.events().of(Event.Running.class)).hasSize(4);
    }

    @Test
    void aClosedClientFailsWhatIsInFlightAndWhatComes() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var server =
                servers.start(
                        Server.on(0)
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            arrived.countDown();
                                            release.await();
                                            return line;
                                        }));
        var client = to(server).open();
        var answer = client.send("for ever");
        arrived.await();
        client.close();
        assertThatThrownBy(answer::join).hasCauseInstanceOf(CallException.Closed.class);
        assertThatThrownBy(() -> client.call("more")).isInstanceOf(CallException.Closed.class);
        release.countDown();
    }

    @Test
    void aSessionIsAConnectionOfItsOwn() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .serve(
                                        Lines.utf8(),
                                        (line, call) ->
                                                String.valueOf(call.connection().peer().id())));
        try (var client = to(server).open()) {
            var shared = client.call("who am I");
            try (var session = client.session()) {
                var own = session.call("who am I");
                assertThat(own).isNotEqualTo(shared).isEqualTo(session.call("and now"));
            }
            assertThat(client.call("who am I")).isEqualTo(shared);
        }
    }

    private static Listener upperCase() {
        return Server.on(0).answer(Lines.utf8(), line -> line.toUpperCase(Locale.ROOT));
    }

    private static Remote<String, String> to(Server server) {
        return Client.to("127.0.0.1", server.port(), Dialect.lines());
    }
}
