package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Call;
import dev.usher.CloseReason;
import dev.usher.Deadlines;
import dev.usher.Event;
import dev.usher.Filter;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.Service;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;
import dev.usher.testkit.TestClient.End;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Every wait of a server ends, under a clock that the test moves. */
class DeadlinesTest {
    private static final int HUGE = 64 << 20;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final ManualClock clock = new ManualClock();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    static Stream<Pipeline> pipelines() {
        return Stream.of(Pipeline.sequential(), Pipeline.ordered(4), Pipeline.unordered(4));
    }

    @Test
    void aClientThatNeverSpeaksIsTold() throws Exception {
        var client = servers.connect(servers.start(clock, echo()));
        passUntilClosed(client, Duration.ofSeconds(31));
        assertThat(client.readLinesToEnd())
                .containsExactly("ERROR late first byte took more than 30 s");
        assertClosed(client, CloseReason.LATE_FIRST_BYTE);
    }

    @Test
    void aRequestThatTricklesInIsCutWhenItsTimeIsUp() throws Exception {
        var client = servers.connect(servers.start(clock, echo()));
        for (int i = 0; i < 5; i++) {
            client.send("x");
            clock.advance(Duration.ofSeconds(5));
        }
        assertThat(client.available()).isZero();
        for (int i = 0; i < 2; i++) {
            client.send("x");
            clock.advance(Duration.ofSeconds(5));
        }
        assertThat(client.readLinesToEnd())
                .containsExactly("ERROR late whole request took more than 30 s");
        assertClosed(client, CloseReason.LATE_REQUEST);
    }

    @Test
    void everyRequestHasTheWholeTimeForItself() throws Exception {
        var client = servers.connect(servers.start(clock, echo()));
        for (int i = 0; i < 4; i++) {
            client.send("he");
            clock.advance(Duration.ofSeconds(20));
            client.send("llo\n");
            assertThat(client.readLine()).isEqualTo("hello");
        }
    }

    @Test
    void aClientThatIsIdleForTooLongIsTold() throws Exception {
        var client = servers.connect(servers.start(clock, echo()));
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("hello");
        passUntilClosed(client, Duration.ofMinutes(11));
        assertThat(client.readLinesToEnd())
                .containsExactly("ERROR late next request took more than 600 s");
        assertClosed(client, CloseReason.IDLE);
    }

    @Test
    void aDeadlineDoesNotComeEarly() throws Exception {
        var client = servers.connect(servers.start(clock, echo()));
        servers.events().await(Event.Running.class, client);
        clock.advance(Duration.ofSeconds(29));
        client.send("in time\n");
        assertThat(client.readLine()).isEqualTo("in time");
        clock.advance(Duration.ofSeconds(599));
        client.send("in time\n");
        assertThat(client.readLine()).isEqualTo("in time");
    }

    @Test
    void aServiceHasAllTheTimeThatItWasPromised() throws Exception {
        var promised = Duration.ofMillis(150);
        var sent = new ConcurrentHashMap<InetSocketAddress, Long>();
        var given = new ConcurrentLinkedQueue<Duration>();
        var listener =
                held(
                                (line, call) -> {
                                    try {
                                        return held(line);
                                    } finally {
                                        // Not since it began, which the server may have seen
                                        // before.
                                        long since = sent.get(call.connection().peer().remote());
                                        given.add(Duration.ofNanos(System.nanoTime() - since));
                                    }
                                })
                        .deadlines(Deadlines.defaults().service(promised));
        var server = servers.start(listener); // under the real clock
        for (int i = 0; i < 10; i++) {
            var client = servers.connect(server);
            sent.put(client.address(), System.nanoTime());
            client.send("hold\n");
            Thread.sleep(17); // so that some begin long after the server last looked at the clock
        }
        servers.await("all were interrupted", () -> given.size() == 10);
        assertThat(given).allMatch(time -> time.compareTo(promised) >= 0);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void aServiceIsLateWhenItsProgressStopsAndNotBecauseItHasMuchToDo(Pipeline pipeline)
            throws Exception {
        var listener = uploads((_, call) -> call.renewDeadline()).pipeline(pipeline);
        var client = servers.connect(servers.start(clock, listener));
        client.send("put 6\n");
        for (int i = 0; i < 6; i++) {
            clock.advance(Duration.ofSeconds(25)); // a service has 60 s
            client.send("x");
            assertThat(client.readLine()).isEqualTo("got one");
        }
        assertThat(client.readLine()).isEqualTo("got all");
        client.send("put 9\n");
        clock.advance(Duration.ofSeconds(25));
        client.send("x");
        assertThat(client.readLine()).isEqualTo("got one");
        clock.advance(Duration.ofSeconds(31));
        assertThat(client.readLine()).isEqualTo("ERROR late whole request took more than 30 s");
    }

    /** Takes the bytes of an upload one by one, and tells the client of each. */
    private static Listener uploads(BiConsumer<Integer, Call<String>> progress) {
        return Server.on(0)
                .serve(
                        new UploadProtocol(),
                        (line, call) -> {
                            var body = call.body(UploadProtocol.length(line));
                            for (int got; (got = body.read()) >= 0; ) {
                                progress.accept(got, call);
                                call.outbox().send("got one");
                            }
                            return "got all";
                        });
    }

    @Test
    void aClientThatDoesNotReadIsCut() throws Exception {
        var server = servers.start(clock, huge());
        var client = servers.connect(TestClient.to(server).receiveBuffer(4096));
        client.send("huge\n");
        client.read(1); // it is on its way
        passUntilClosed(client, Duration.ofSeconds(31));
        assertThat(client.awaitEnd()).isEqualTo(End.RESET);
        assertClosed(client, CloseReason.LATE_WRITE);
    }

    @Test
    void aClientThatDoesNotReadCostsItsNeighboursNothing() throws Exception {
        var server = servers.start(clock, huge());
        var client = servers.connect(TestClient.to(server).receiveBuffer(4096));
        client.send("huge\n");
        var neighbour = servers.connect(server);
        neighbour.send("small\n");
        assertThat(neighbour.readLine()).isEqualTo("small");
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void aServiceThatHeedsTheInterruptCostsOneRequest(Pipeline pipeline) throws Exception {
        var server = servers.start(clock, held((line, call) -> held(line)).pipeline(pipeline));
        var client = servers.connect(server);
        client.send("hold\n");
        awaitHeld(1);
        clock.advance(Duration.ofSeconds(61));
        assertThat(client.readLine()).isEqualTo("ERROR late answer took more than 60 s");
        client.send("next\n");
        assertThat(client.readLine()).isEqualTo("next");
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void anInterruptThatAServiceLeftDoesNotReachTheNextRequest(Pipeline pipeline) throws Exception {
        var working = new CountDownLatch(1);
        var listener =
                held((line, call) -> {
                    while (line.equals("work") && !call.isCancelled()) {
                        working.countDown();
                        LockSupport.parkNanos(1_000_000); // does not clear the interrupt
                    }
                    return line;
                });
        var client = servers.connect(servers.start(clock, listener.pipeline(pipeline)));
        client.send("work\n");
        working.await();
        clock.advance(Duration.ofSeconds(61));
        assertThat(client.readLine()).isEqualTo("ERROR late answer took more than 60 s");
        client.send("next\n");
        assertThat(client.readLine()).isEqualTo("next");
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void aServiceThatIgnoresTheInterruptCostsItsClientThePlace(Pipeline pipeline) throws Exception {
        var server =
                servers.start(
                        clock,
                        held((line, call) -> heldStubbornly(line))
                                .limits(
                                        Limits.defaults()
                                                .running(1)
                                                .waiting(1)
                                                .patience(Duration.ofHours(1)))
                                .pipeline(pipeline));
        var stuck = servers.connect(server);
        var next = servers.connect(server);
        stuck.send("hold\n");
        next.send("hello\n");
        awaitHeld(1);
        servers.events().await(Event.Waiting.class, next);

        passUntilClosed(stuck, Duration.ofSeconds(61));

        assertThat(next.readLine()).isEqualTo("hello");
        assertThat(gate.held()).isOne();
        assertThat(stuck.awaitEnd()).isEqualTo(End.RESET);
        assertClosed(stuck, CloseReason.LATE_SERVICE);
    }

    @Test
    void anAnswerThatComesAfterTheDeadlineIsNotSent() throws Exception {
        var server = servers.start(clock, held((line, call) -> heldStubbornly(line)));
        var client = servers.connect(server);
        client.send("hold\n");
        awaitHeld(1);
        clock.advance(Duration.ofSeconds(61));
        servers.await("the service was interrupted", () -> gate.interrupts() > 0);
        gate.open();
        assertThat(client.readLine()).isEqualTo("ERROR late answer took more than 60 s");
        client.send("next\n");
        assertThat(client.readLine()).isEqualTo("next");
    }

    @Test
    void aFilterCanGiveAServiceLessTime() throws Exception {
        var listener =
                Server.on(0)
                        .serve(
                                Lines.utf8(),
                                (line, call) -> held(line),
                                Filter.deadline(Duration.ofSeconds(5)));
        var client = servers.connect(servers.start(clock, listener));
        client.send("hold\n");
        awaitHeld(1);
        clock.advance(Duration.ofSeconds(6));
        assertThat(client.readLine()).isEqualTo("ERROR late answer took more than 5 s");
    }

    static Stream<Duration> more() {
        return Stream.of(Duration.ofHours(1), ChronoUnit.FOREVER.getDuration());
    }

    @ParameterizedTest
    @MethodSource("more")
    void aServiceCannotGiveItselfMoreTime(Duration more) throws Exception {
        var listener =
                held((line, call) -> {
                    call.deadline(more);
                    return held(line);
                });
        var client = servers.connect(servers.start(clock, listener));
        client.send("hold\n");
        awaitHeld(1);
        clock.advance(Duration.ofSeconds(61));
        assertThat(client.readLine()).isEqualTo("ERROR late answer took more than 60 s");
    }

    @Test
    void theTimeThatAClientWaitsInTheQueueIsNotTakenFromItsFirstByte() throws Exception {
        var limits = Limits.defaults().running(1).waiting(1).patience(Duration.ofHours(1));
        var server = servers.start(clock, echo().limits(limits));
        var first = servers.connect(server);
        first.send("hello\n");
        assertThat(first.readLine()).isEqualTo("hello");
        var second = servers.connect(server);
        servers.events().await(Event.Waiting.class, second);
        clock.advance(Duration.ofMinutes(5));
        first.close();
        servers.events().await(Event.Running.class, second);
        second.send("hello\n");
        assertThat(second.readLine()).isEqualTo("hello");
    }

    @Test
    void aClientThatWasToldItIsLateIsNotWaitedForEither() throws Exception {
        var client = servers.connect(servers.start(clock, echo()));
        // It never closes its side, so it is the time of politeness that has to end.
        passUntilClosed(client, Duration.ofSeconds(31));
        assertClosed(client, CloseReason.LATE_FIRST_BYTE);
    }

    private static Listener echo() {
        return Server.on(0).answer(Lines.utf8(), line -> line);
    }

    private static Listener huge() {
        return Server.on(0)
                .answer(Lines.utf8(), line -> line.equals("huge") ? "x".repeat(HUGE) : line);
    }

    private static Listener held(Service<String, String> service) {
        return Server.on(0).serve(Lines.utf8(), service);
    }

    private String held(String line) throws InterruptedException {
        if (line.equals("hold")) {
            gate.hold();
        }
        return line;
    }

    private String heldStubbornly(String line) {
        if (line.equals("hold")) {
            gate.holdStubbornly();
        }
        return line;
    }

    private void awaitHeld(int count) {
        servers.await(count + " services are held", () -> gate.held() == count);
    }

    /** Lets the time pass until the server has closed the client's connection. */
    private void passUntilClosed(TestClient client, Duration step) {
        servers.await(
                "the connection is closed",
                () -> {
                    clock.advance(step);
                    return !servers.events()
                            .of(Event.Closed.class, closed -> client.is(closed.peer()))
                            .isEmpty();
                });
    }

    private void assertClosed(TestClient client, CloseReason reason) {
        client.close();
        assertThat(servers.events().await(Event.Closed.class, client).reason()).isEqualTo(reason);
    }
}
