package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Deadlines;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of every kind at once: those that connect and vanish, reset, half-close, stall, send
 * garbage, and a few that behave well and must not notice. What the others leave behind is for the
 * extension to find.
 *
 * <p>It takes ten seconds. Longer, and with the same choices again:
 *
 * <pre>
 * ./mvnw -pl tests -am test -Dtest=MixedLoadTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dstress.seconds=120 -Dseed=42
 * </pre>
 */
class MixedLoadTest {
    private static final int WELL_BEHAVED = 4;
    private static final int NASTY = 24;

    /** Between requests, which leaves the processor to the others. */
    private static final long PAUSE_NANOS = 1_000_000;

    private static final Limits LIMITS =
            Limits.defaults()
                    .running(16)
                    .waiting(8)
                    .message(2_000)
                    .unread(4_096)
                    .patience(Duration.ofMillis(300));
    private static final Deadlines DEADLINES =
            Deadlines.defaults()
                    .firstByte(Duration.ofSeconds(2))
                    .request(Duration.ofSeconds(2))
                    .write(Duration.ofSeconds(2))
                    .service(Duration.ofSeconds(2))
                    .idle(Duration.ofSeconds(4));

    /** Long enough for every deadline but the last. */
    private static final Duration LONG = Duration.ofSeconds(3);

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final Duration length = Duration.ofSeconds(Integer.getInteger("stress.seconds", 10));
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Queue<Throwable> complaints = new ConcurrentLinkedQueue<>();
    private final LongAdder answers = new LongAdder();
    private final Map<Behaviour, LongAdder> behaved = new EnumMap<>(Behaviour.class);

    /** What a nasty client does with its connection. */
    private enum Behaviour {
        VANISHES,
        RESETS,
        HALF_CLOSES,
        STOPS_IN_THE_MIDDLE,
        STALLS,
        SAYS_NOTHING,
        SENDS_GARBAGE,
        SENDS_TOO_MUCH,
        LEAVES_BEFORE_THE_ANSWER,
        ASKS_FOR_TROUBLE
    }

    @Test
    void aWellBehavedClientNoticesNothingOfTheOthers() throws Exception {
        System.out.println("mixed load for " + length + ", seed=" + seed);
        var server = servers.start(listener().pipeline(Pipeline.ordered(4)));
        var random = new SplittableRandom(seed);
        for (var behaviour : Behaviour.values()) {
            behaved.put(behaviour, new LongAdder());
        }
        long end = System.nanoTime() + length.toNanos();

        var threads = new ArrayList<Thread>();
        for (int i = 0; i < WELL_BEHAVED; i++) {
            var client = servers.connect(server);
            threads.add(start(() -> behave(client, end)));
        }
        for (int i = 0; i < NASTY; i++) {
            var choices = random.split();
            threads.add(start(() -> misbehave(server, choices, end)));
        }
        for (var thread : threads) {
            thread.join();
        }

        System.out.println(answers + " answers beside " + behaved);
        assertThat(complaints).isEmpty();
        assertThat(answers.sum()).isGreaterThan(WELL_BEHAVED);
        assertThat(behaved.values()).allMatch(count -> count.sum() > 0);
    }

    private Thread start(Chore chore) {
        return Thread.ofPlatform()
                .name("mixed-load")
                .start(() -> {
                    try {
                        chore.run();
                    } catch (IOException | RuntimeException | AssertionError complaint) {
                        complaints.add(complaint);
                    }
                });
    }

    private interface Chore {
        void run() throws IOException;
    }

    /** Asks and listens; every answer must be right. */
    private void behave(TestClient client, long end) throws IOException {
        for (long i = 0; System.nanoTime() < end; i++) {
            var request = "request " + i;
            client.send(request + "\n");
            assertThat(client.readLine()).isEqualTo(request);
            answers.increment();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        client.close();
    }

    private void misbehave(Server server, SplittableRandom random, long end) {
        var behaviours = Behaviour.values();
        while (System.nanoTime() < end) {
            var behaviour = behaviours[random.nextInt(behaviours.length)];
            var options = TestClient.to(server).receiveBuffer(4096).pause(Duration.ZERO);
            try (var client = options.connect()) {
                misbehave(client, behaviour, random);
            } catch (SocketTimeoutException stuck) {
                complaints.add(stuck);
            } catch (IOException cutOff) {
                // That is what such a client has to expect.
            }
            behaved.get(behaviour).increment();
        }
    }

    private void misbehave(TestClient client, Behaviour behaviour, SplittableRandom random)
            throws IOException {
        switch (behaviour) {
            case VANISHES -> {}
            case RESETS -> {
                client.send("hello\n".repeat(random.nextInt(3)));
                client.reset();
            }
            case HALF_CLOSES -> halfClose(client, random.nextInt(200));
            case STOPS_IN_THE_MIDDLE -> {
                client.send("hello\nhel");
                leave(client, random);
            }
            case STALLS -> {
                client.send("large\n".repeat(200));
                linger(random);
                leave(client, random);
            }
            case SAYS_NOTHING -> {
                linger(random);
                leave(client, random);
            }
            case SENDS_GARBAGE -> {
                var garbage = new byte[random.nextInt(10_000)];
                random.nextBytes(garbage);
                client.sendInPieces(garbage, random.nextInt(100), random.nextInt(1_000));
                client.awaitEnd();
            }
            case SENDS_TOO_MUCH -> {
                client.send("x".repeat(random.nextInt(2_001, 100_000)));
                client.awaitEnd();
            }
            case LEAVES_BEFORE_THE_ANSWER -> {
                client.send("slow\nhello\n");
                leave(client, random);
            }
            case ASKS_FOR_TROUBLE -> {
                client.send("trouble\nstuck\nhello\n");
                client.readLine();
                leave(client, random);
            }
        }
    }

    /** Either gets every answer or is told that there is no place. */
    private void halfClose(TestClient client, int requests) throws IOException {
        client.send("hello\n".repeat(requests));
        client.endOutput();
        var lines = client.readLinesToEnd();
        boolean gaveUp = lines.isEmpty(); // a half-close in the queue is taken for that
        if (!gaveUp && !lines.getFirst().startsWith("BUSY")) {
            assertAnswered(lines, requests);
        }
    }

    private void assertAnswered(List<String> lines, int requests) {
        try {
            assertThat(lines).hasSize(requests).containsOnly("hello");
        } catch (AssertionError wrong) {
            complaints.add(wrong);
        }
    }

    private static void linger(SplittableRandom random) {
        double share = Math.pow(random.nextDouble(), 4); // short most of the time
        LockSupport.parkNanos((long) (share * LONG.toNanos()));
    }

    private static void leave(TestClient client, SplittableRandom random) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> client.reset();
            case 1 -> client.endOutput();
            default -> client.close();
        }
    }

    private static Listener listener() {
        return Server.on(0)
                .limits(LIMITS)
                .deadlines(DEADLINES)
                .answer(
                        Lines.utf8(),
                        line ->
                                switch (line) {
                                    case "large" -> "x".repeat(100_000);
                                    case "slow" -> sleep(Duration.ofMillis(50));
                                    case "stuck" -> sleep(LONG);
                                    case "trouble" -> throw new LinkageError("trouble");
                                    default -> line;
                                });
    }

    private static String sleep(Duration length) throws InterruptedException {
        Thread.sleep(length);
        return "slept";
    }
}
