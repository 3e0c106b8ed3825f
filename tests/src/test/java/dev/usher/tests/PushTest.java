package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Codec;
import dev.usher.Event;
import dev.usher.Failure;
import dev.usher.Input;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Outbox;
import dev.usher.Outbox.WhenFull;
import dev.usher.Output;
import dev.usher.Pipeline;
import dev.usher.Protocol;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;
import dev.usher.testkit.TestClient.End;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Messages that a server sends without being asked, from any of its threads. */
class PushTest {
    private static final int PUSHERS = 4;
    private static final int PUSHES = 2_000;

    /** So many bytes in so many messages fill every buffer between a server and its client. */
    private static final String LARGE = "x".repeat(64 * 1024);

    private static final int MANY = 1_000;

    /** Whoever writes this line is held until the test lets him go on. */
    private static final String HELD = "held";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final HeldLines writing = new HeldLines();
    private volatile @Nullable Thread servedBy;
    private final AtomicInteger served = new AtomicInteger();
    private final Queue<Outbox<String>> subscribers = new ConcurrentLinkedQueue<>();

    static Stream<Pipeline> pipelines() {
        return Stream.of(Pipeline.sequential(), Pipeline.ordered(8), Pipeline.unordered(8));
    }

    @Test
    void aMessageReachesAClientThatAsksForNothing() throws Exception {
        var client = subscribe(servers.start(news()));
        subscribers.element().send("news");
        assertThat(client.readLine()).isEqualTo("news");
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void pushesAndAnswersNeitherMixNorGetLost(Pipeline pipeline) throws Exception {
        var client = subscribe(servers.start(news().pipeline(pipeline)));
        var outbox = subscribers.element();
        var pushers = new ArrayList<Future<?>>();
        for (int i = 0; i < PUSHERS; i++) {
            var name = "pusher " + i + " ";
            pushers.add(start(() -> numbered(name).forEach(outbox::send)));
        }
        var requests = numbered("answer ");
        var sent = client.sendMeanwhile(String.join("\n", requests) + "\n");

        var received = client.readLines((PUSHERS + 1) * PUSHES);

        for (int i = 0; i < PUSHERS; i++) {
            var name = "pusher " + i + " ";
            assertThat(received.stream().filter(line -> line.startsWith(name)))
                    .isEqualTo(numbered(name));
        }
        var answers = received.stream().filter(line -> line.startsWith("answer ")).toList();
        if (pipeline instanceof Pipeline.Unordered) {
            assertThat(answers).containsExactlyInAnyOrderElementsOf(requests);
        } else {
            assertThat(answers).isEqualTo(requests);
        }
        sent.join();
        for (var pusher : pushers) {
            pusher.get();
        }
    }

    @Test
    void theOldestMakeRoomAndAreCounted() throws Exception {
        var server = servers.start(news().limits(Limits.defaults().outbox(10)));
        var client = subscribe(server);
        var outbox = subscribers.element();
        for (int i = 0; i < MANY; i++) {
            assertThat(outbox.send(i + " " + LARGE, WhenFull.DROP_OLDEST)).isTrue();
        }

        assertThat(outbox.dropped()).isPositive();
        var received = new ArrayList<Integer>();
        for (int i = 0; i < MANY - outbox.dropped(); i++) {
            received.add(number(client.readLine()));
        }

        assertThat(received).isSorted().endsWith(lastNumbers(10));
        client.send("still here\n");
        assertThat(client.readLine()).isEqualTo("still here");
    }

    @Test
    void answersAreNeverDroppedToMakeRoom() throws Exception {
        int capacity = 10;
        var limits = Limits.defaults().outbox(capacity);
        var server = servers.start(news(_ -> writing).limits(limits));
        var client = subscribe(server);
        var outbox = subscribers.element();
        outbox.send(HELD);
        // The client's own thread may still be there to write it, but has requests to serve.
        while (writing.writer().equals(servedBy)) {
            writing.goOn();
            outbox.send(HELD);
        }
        client.send("one\ntwo\nthree\nfour\n");
        servers.await("the answers are queued", () -> served.get() == 5);
        while (outbox.dropped() < capacity) {
            outbox.send("news", WhenFull.DROP_OLDEST);
        }

        client.send("bye\n");
        writing.goOn();

        assertThat(client.readLinesToEnd())
                .filteredOn(line -> !line.equals(HELD) && !line.equals("news"))
                .containsExactly("one", "two", "three", "four", "bye");
    }

    @Test
    void aClientThatIsTooSlowForItsOutboxIsCut() throws Exception {
        var server = servers.start(news().limits(Limits.defaults().outbox(10)));
        var client = subscribe(server);
        var outbox = subscribers.element();
        int accepted = 0;
        while (outbox.send(LARGE, WhenFull.CLOSE)) {
            accepted++;
        }
        assertThat(accepted).isBetween(10, MANY);
        assertThat(servers.events().await(Event.Closed.class, client).reason())
                .isEqualTo(CloseReason.OUTBOX_FULL);
        assertThat(client.awaitEnd()).isEqualTo(End.RESET);
        assertThat(outbox.send("too late")).isFalse();
    }

    @Test
    void aSenderThatWaitsLosesNothing() throws Exception {
        var server = servers.start(news().limits(Limits.defaults().outbox(10)));
        var client = subscribe(server);
        var outbox = subscribers.element();
        var pusher =
                start(() -> {
                    for (int i = 0; i < MANY; i++) {
                        assertThat(outbox.send(i + " " + LARGE, WhenFull.WAIT)).isTrue();
                    }
                });
        for (int i = 0; i < MANY; i++) {
            assertThat(number(client.readLine())).isEqualTo(i);
        }
        pusher.get();
        assertThat(outbox.dropped()).isZero();
    }

    @Test
    void aSenderThatWaitsIsToldWhenTheClientIsGone() throws Exception {
        var server = servers.start(news().limits(Limits.defaults().outbox(1)));
        var client = subscribe(server);
        var outbox = subscribers.element();
        var pusher =
                start(() -> {
                    while (outbox.send(LARGE)) {
                        // until the client is gone
                    }
                });
        assertThat(client.readLine()).isEqualTo(LARGE);
        client.reset();
        pusher.get();
        assertThat(outbox.send("too late", WhenFull.DROP_OLDEST)).isFalse();
    }

    @Test
    void anInterruptedSenderWaitsNoLonger() throws Exception {
        var server = servers.start(news().limits(Limits.defaults().outbox(1)));
        subscribe(server);
        var outbox = subscribers.element();
        var pusher =
                Thread.ofVirtual()
                        .start(() -> {
                            while (outbox.send(LARGE)) {
                                // until interrupted
                            }
                        });
        servers.await("the sender waits", () -> pusher.getState() == Thread.State.TIMED_WAITING);
        pusher.interrupt();
        pusher.join();
    }

    @Test
    void aBroadcasterIsNotSlowedByAClientThatDoesNotRead() throws Exception {
        var server = servers.start(news().limits(Limits.defaults().outbox(10)));
        var stalled = subscribe(server);
        var reading = List.of(subscribe(server), subscribe(server));
        for (int i = 0; i < MANY; i++) {
            for (var subscriber : subscribers) {
                subscriber.send(i + " " + LARGE, WhenFull.DROP_OLDEST);
            }
            for (var client : reading) {
                assertThat(number(client.readLine())).isEqualTo(i);
            }
        }
        assertThat(subscribers.stream().map(Outbox::dropped).toList())
                .satisfiesExactly(
                        dropped -> assertThat(dropped).isPositive(),
                        dropped -> assertThat(dropped).isZero(),
                        dropped -> assertThat(dropped).isZero());
        assertThat(number(stalled.readLine())).isZero();
    }

    @Test
    void aServerMaySpeakFirstAndAllTheTime() throws Exception {
        var listener =
                Server.on(0)
                        .converse(
                                Lines.utf8(),
                                conversation -> {
                                    conversation.send("welcome");
                                    for (int i = 0; i < PUSHES; i++) {
                                        conversation.send("line " + i);
                                    }
                                    conversation.send("bye");
                                });
        var client = servers.connect(servers.start(listener));
        assertThat(client.readLinesToEnd())
                .hasSize(PUSHES + 2)
                .startsWith("welcome", "line 0")
                .endsWith("line " + (PUSHES - 1), "bye");
    }

    @Test
    void whatWasPushedBeforeTheEndArrives() throws Exception {
        var listener =
                Server.on(0)
                        .converse(
                                Lines.utf8(),
                                conversation -> {
                                    for (int i = 0; i < 100; i++) {
                                        conversation.outbox().send(i + " " + LARGE);
                                    }
                                });
        var client = servers.connect(servers.start(listener));
        assertThat(client.readLinesToEnd()).hasSize(100);
    }

    private Listener news() {
        return news(Lines.utf8());
    }

    /** Echoes lines; "subscribe" adds the client to the subscribers, "bye" hangs up. */
    private Listener news(Protocol<String, String> protocol) {
        return Server.on(0)
                .serve(
                        protocol,
                        (line, call) -> {
                            servedBy = Thread.currentThread();
                            served.incrementAndGet();
                            switch (line) {
                                case "subscribe" -> subscribers.add(call.outbox());
                                case "bye" -> call.hangUp();
                                default -> {}
                            }
                            return line;
                        });
    }

    /** A client that does not read by itself, and whose system takes little for it. */
    private TestClient subscribe(Server server) throws IOException {
        var client = servers.connect(TestClient.to(server).receiveBuffer(64 * 1024));
        client.send("subscribe\n");
        assertThat(client.readLine()).isEqualTo("subscribe");
        return client;
    }

    /** Lines, of which {@link #HELD} takes its time to be written. */
    private static final class HeldLines implements Codec<String, String> {
        private final BlockingQueue<Thread> writers = new LinkedBlockingQueue<>();
        private final Semaphore goingOn = new Semaphore(0);

        /** Waits until a thread is held. */
        Thread writer() throws InterruptedException {
            return Objects.requireNonNull(writers.poll(1, TimeUnit.MINUTES));
        }

        /** Lets it go on. */
        void goOn() {
            goingOn.release();
        }

        @Override
        public @Nullable String read(Input input) throws IOException {
            return Lines.readUtf8(input);
        }

        @Override
        public void write(Output output, String line) throws IOException {
            if (line.equals(HELD)) {
                writers.add(Thread.currentThread());
                goingOn.acquireUninterruptibly();
            }
            output.writeUtf8(line, (byte) '\n');
        }

        @Override
        public @Nullable String failure(Failure failure, ByteBuffer unread) {
            return Lines.line(failure);
        }
    }

    private static Future<?> start(Runnable task) {
        var future = new FutureTask<>(task, null);
        Thread.ofVirtual().name("pusher").start(future);
        return future;
    }

    private static List<String> numbered(String prefix) {
        return IntStream.range(0, PUSHES).mapToObj(i -> prefix + i).toList();
    }

    private static Integer[] lastNumbers(int count) {
        return IntStream.range(MANY - count, MANY).boxed().toArray(Integer[]::new);
    }

    private static int number(String line) {
        assertThat(line).endsWith(" " + LARGE);
        return Integer.parseInt(line.substring(0, line.indexOf(' ')));
    }
}
