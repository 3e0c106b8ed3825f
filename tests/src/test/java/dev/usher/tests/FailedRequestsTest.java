package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Deadlines;
import dev.usher.Engine;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** What a client that counts its answers must never see. */
class FailedRequestsTest {
    private static final Duration LONGER_THAN_LATE = Duration.ofSeconds(1);

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    static Stream<Pipeline> inOrder() {
        return Stream.of(Pipeline.sequential(), Pipeline.ordered(4));
    }

    @ParameterizedTest
    @MethodSource("inOrder")
    void nothingTakesThePlaceOfAnAnswerThatCannotBeGiven(Pipeline pipeline) throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .pipeline(pipeline)
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            if (line.equals("b")) {
                                                throw new StackOverflowError();
                                            }
                                            return line;
                                        }));
        var client = servers.connect(server);
        client.send("a\nb\nc\nd\n");
        var answers = client.readLinesToEnd();
        assertThat(answers).hasSize(2).startsWith("a");
        assertThat(answers.getLast()).startsWith("ERROR internal");
    }

    /** As other languages throw what Java would have to declare. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAny(Throwable any) throws T {
        throw (T) any;
    }

    @Test
    void whatIsNeitherExceptionNorErrorEndsARequestToo() throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .named("odd")
                                .deadlines(Deadlines.defaults().service(Duration.ofMillis(300)))
                                .answer(Lines.utf8(), FailedRequestsTest::oddOrName),
                        Server.on(0)
                                .named("other")
                                .answer(Lines.utf8(), FailedRequestsTest::oddOrName));
        var odd = connect(server, "odd");
        var other = connect(server, "other");
        odd.send("odd\n");
        assertThat(odd.readLinesToEnd()).singleElement().asString().startsWith("ERROR internal");
        // The odd one lingers. Were its request not over, its lateness would now hit the thread.
        other.send("sleep\n");
        assertThat(other.readLine()).isEqualTo("slept");
    }

    /** A client that shares its thread with others, where clients do. */
    private TestClient connect(Server server, String listener) throws IOException {
        var client = servers.connect(TestClient.to(server.address(listener)));
        do {
            client.send("who\n");
        } while (!client.readLine().startsWith("usher-loop") && server.engine() == Engine.PORTABLE);
        return client;
    }

    private static String oddOrName(String line) throws InterruptedException {
        if (line.equals("odd")) {
            FailedRequestsTest.<RuntimeException>throwAny(new Throwable(line));
        }
        if (line.equals("sleep")) {
            Thread.sleep(LONGER_THAN_LATE);
            return "slept";
        }
        return Thread.currentThread().getName();
    }

    @Test
    void aRequestThatComesDuringADrainIsServedOrRefusedButNotPassedOver() throws Exception {
        var held = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var server =
                servers.start(
                        Server.on(0)
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            held.countDown();
                                            go.await();
                                            return line;
                                        }));
        var client = servers.connect(server);
        client.send("a\n");
        held.await();
        var drain = new FutureTask<>(server::drain);
        Thread.ofVirtual().start(drain);
        // Longer than a drain lets requests arrive that are on their way.
        assertThat(server.join(Duration.ofMillis(500))).isFalse();
        client.send("b\n");
        go.countDown();
        assertThat(client.readLinesToEnd()).containsExactly("a", "BUSY retry-after=2 draining");
        client.close();
        assertThat(drain.get().cut()).isZero();
    }

    @Test
    void handlersThatComputeWithoutEndCannotKeepAServerFromStopping() throws Exception {
        var stop = new AtomicBoolean();
        var listener =
                Server.on(0)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    while (!stop.get()) {
                                        Thread.onSpinWait();
                                    }
                                    return line;
                                });
        var server = Server.start(listener);
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                servers.connect(server).send("compute\n");
            }
            assertThat(server.cut().cut()).isPositive();
        } finally {
            stop.set(true);
        }
    }
}
