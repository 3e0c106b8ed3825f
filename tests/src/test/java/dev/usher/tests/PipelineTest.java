package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.TestClient.End;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Several requests of one client at once, and the order of their answers. */
class PipelineTest extends Pipelined {
    @Test
    void answersKeepTheOrderOfTheRequestsInWhateverOrderTheyAreReady() throws Exception {
        int count = 100;
        var done = Stream.generate(() -> new CountDownLatch(1)).limit(count + 1).toList();
        done.getLast().countDown();
        var listener =
                Server.on(0)
                        .pipeline(Pipeline.ordered(count))
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    int number = Integer.parseInt(line);
                                    done.get(number + 1).await(); // so the last is ready first
                                    done.get(number).countDown();
                                    return line;
                                });
        var client = servers.connect(servers.start(listener));
        var numbers = IntStream.range(0, count).mapToObj(Integer::toString).toList();
        client.send(String.join("\n", numbers) + "\n");
        assertThat(client.readLines(count)).isEqualTo(numbers);
    }

    @ParameterizedTest
    @MethodSource("all")
    void answersDoNotWaitForARequestBehindThemThatTakesLong(Pipeline pipeline) throws Exception {
        var listener =
                Server.on(0)
                        .pipeline(pipeline)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    if (line.equals("long")) {
                                        gate.hold();
                                    }
                                    return line;
                                });
        var client = servers.connect(servers.start(listener));
        client.send("one\ntwo\nlong\n");
        assertThat(List.of(client.readLine(), client.readLine())).contains("one", "two");
        gate.open();
        assertThat(client.readLine()).isEqualTo("long");
    }

    @ParameterizedTest
    @MethodSource("all")
    void noMoreRequestsRunAtOnceThanMay(Pipeline pipeline) throws Exception {
        int most = pipeline instanceof Pipeline.Sequential ? 1 : AT_ONCE;
        var running = new AtomicInteger();
        var highest = new AtomicInteger();
        var listener =
                Server.on(0)
                        .pipeline(pipeline)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    highest.accumulateAndGet(running.incrementAndGet(), Math::max);
                                    gate.hold();
                                    running.decrementAndGet();
                                    return line;
                                });
        var client = servers.connect(servers.start(listener));
        client.send("request\n".repeat(200));
        awaitHeld(most);
        gate.open();
        assertThat(client.readLines(200)).containsOnly("request");
        assertThat(highest).hasValue(most);
    }

    @Test
    void withoutOrderAnAnswerLeavesWhenItIsReady() throws Exception {
        var client = servers.connect(servers.start(held(Pipeline.unordered(AT_ONCE))));
        client.send("hold\nfast\n");
        assertThat(client.readLine()).isEqualTo("fast");
        gate.open();
        assertThat(client.readLine()).isEqualTo("hold");
    }

    @Test
    void inOrderAnAnswerThatIsReadyWaitsForTheOneBefore() throws Exception {
        var client = servers.connect(servers.start(held(Pipeline.ordered(AT_ONCE))));
        client.send("first\nhold\nfast\n");
        assertThat(client.readLine()).isEqualTo("first");
        awaitHeld(1);
        assertThat(client.available()).isZero();
        gate.open();
        assertThat(client.readLines(2)).containsExactly("hold", "fast");
    }

    @ParameterizedTest
    @MethodSource("concurrent")
    void aClientThatHalfClosesGetsTheAnswersThatAreStillRunning(Pipeline pipeline)
            throws Exception {
        var client = servers.connect(servers.start(held(pipeline)));
        client.send("hold\nhold\nhold\n");
        client.endOutput();
        awaitHeld(3);
        gate.open();
        assertThat(client.readLinesToEnd()).containsExactly("hold", "hold", "hold");
        assertThat(servers.events().await(Event.Closed.class, client).reason())
                .isEqualTo(CloseReason.CLIENT_CLOSED);
    }

    @ParameterizedTest
    @MethodSource("concurrent")
    void aFailureComesAfterTheAnswersThatAreStillRunning(Pipeline pipeline) throws Exception {
        var limits = Limits.defaults().message(100);
        var client = servers.connect(servers.start(held(pipeline).limits(limits)));
        client.send("hold\nhold\n" + "x".repeat(101));
        awaitHeld(2);
        gate.open();
        assertThat(client.readLines(2)).containsExactly("hold", "hold");
        assertThat(client.readLine()).isEqualTo("ERROR too-long a request may have 100 bytes");
        assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
    }

    @Test
    void theNextRequestBeginsWhenTheOneBeforeYieldsOrIsAnswered() throws Exception {
        var begun = new ConcurrentLinkedQueue<String>();
        var client = servers.connect(servers.start(yielding(begun)));
        client.send("hold 1\nyield 2\nyield 3\nhold 4\nfast 5\n");
        awaitHeld(1);
        assertThat(begun).containsExactly("hold 1");
        gate.open();
        assertThat(client.readLines(5))
                .containsExactly("hold 1", "yield 2", "yield 3", "hold 4", "fast 5");
        assertThat(begun).containsExactly("hold 1", "yield 2", "yield 3", "hold 4", "fast 5");
    }

    @Test
    void whatYieldsHoldsUpAnswersButNoRequests() throws Exception {
        var begun = new ConcurrentLinkedQueue<String>();
        var client = servers.connect(servers.start(yielding(begun)));
        client.send("yield 1\nyield 2\nfast 3\n".repeat(2));
        awaitHeld(AT_ONCE);
        assertThat(begun).containsExactly("yield 1", "yield 2", "fast 3", "yield 1", "yield 2");
        assertThat(client.available()).isZero();
        gate.open();
        assertThat(client.readLines(6))
                .containsExactly("yield 1", "yield 2", "fast 3", "yield 1", "yield 2", "fast 3");
    }

    private Listener yielding(Collection<String> begun) {
        return Server.on(0)
                .pipeline(Pipeline.yielding(AT_ONCE))
                .serve(
                        Lines.utf8(),
                        (line, call) -> {
                            begun.add(line);
                            if (line.startsWith("yield")) {
                                call.yieldTurn();
                                call.yieldTurn();
                            }
                            if (!line.startsWith("fast")) {
                                gate.hold();
                            }
                            return line;
                        });
    }

    @Test
    void aHangUpIsTheLastThingAClientHears() throws Exception {
        assertHangUpIsTheLast(Pipeline.sequential());
    }

    @Test
    void aHangUpIsTheLastThingAClientHearsInOrder() throws Exception {
        assertHangUpIsTheLast(Pipeline.ordered(AT_ONCE));
    }

    private void assertHangUpIsTheLast(Pipeline pipeline) throws Exception {
        var client = servers.connect(servers.start(held(pipeline)));
        gate.open();
        client.send("one\nhold\nbye\nthree\nfour\n");
        assertThat(client.readLinesToEnd()).containsExactly("one", "hold", "bye");
        client.close();
        assertThat(servers.events().await(Event.Closed.class, client).reason())
                .isEqualTo(CloseReason.SERVER_CLOSED);
    }

    @ParameterizedTest
    @MethodSource("concurrent")
    void aHangUpWaitsForTheAnswersThatAreStillRunning(Pipeline pipeline) throws Exception {
        var client = servers.connect(servers.start(held(pipeline)));
        client.send("hold\n");
        awaitHeld(1);
        client.send("bye\n");
        if (pipeline instanceof Pipeline.Unordered) {
            assertThat(client.readLine()).isEqualTo("bye");
        }
        gate.open();
        assertThat(client.readLinesToEnd())
                .isEqualTo(
                        pipeline instanceof Pipeline.Unordered
                                ? List.of("hold")
                                : List.of("hold", "bye"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void whenTheClientIsGoneItsRequestsAreInterrupted(Pipeline pipeline) throws Exception {
        int most = pipeline instanceof Pipeline.Sequential ? 1 : AT_ONCE;
        var client = servers.connect(servers.start(held(pipeline)));
        client.send("hold\n".repeat(most));
        awaitHeld(most);
        client.reset();
        servers.await("all were interrupted", () -> gate.interrupts() == most);
        assertThat(servers.events().await(Event.Closed.class, client).reason())
                .isEqualTo(CloseReason.CLIENT_LOST);
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aServiceThatDefectsCostsOneRequest(Pipeline pipeline) throws Exception {
        var client = servers.connect(servers.start(held(pipeline)));
        client.send("defect\n");
        assertThat(client.readLine()).isEqualTo("ERROR internal the server failed at this request");
        client.send("next\n");
        assertThat(client.readLine()).isEqualTo("next");
        assertThat(servers.events().await(Event.HandlerFailed.class, client).cause())
                .hasMessage("defect");
    }

    private Listener held(Pipeline pipeline) {
        return Server.on(0).pipeline(pipeline).serve(Lines.utf8(), this::serve);
    }
}
