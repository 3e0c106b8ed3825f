package dev.usher.testkit;

import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.TimeSource;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Runs servers for a test, and fails the test that leaves something behind.
 *
 * <pre>{@code
 * class UpperCaseTest {
 *     @RegisterExtension final ServerExtension servers = new ServerExtension();
 *
 *     @Test
 *     void answersInUpperCase() throws Exception {
 *         var server = servers.start(Server.on(0).answer(Lines.utf8(), String::toUpperCase));
 *         var client = servers.connect(server);
 *         client.send("hello\n");
 *         assertEquals("HELLO", client.readLine());
 *     }
 * }
 * }</pre>
 *
 * <p>After the test it closes the clients that it connected, then the servers, and looks for what
 * should be gone now but is not:
 *
 * <ul>
 *   <li><b>tickets</b>: clients that still run or wait although no client is there, clients that
 *       were accepted and then neither served nor refused, clients whose end was never told;
 *   <li><b>threads</b> of the servers, above all those of handlers that do not end;
 *   <li><b>sockets</b> of this process, on Linux. A client of another make that the test forgot to
 *       close is found as well.
 * </ul>
 *
 * <p>Each gets some seconds to go, since most ends take a moment. What is left then fails the test:
 * threads with their stacks, sockets with their ports.
 *
 * <p>Tests under it must not run at the same time in one JVM: they would find each other's sockets.
 * It may be used by all threads of a test.
 */
public final class ServerExtension implements BeforeEachCallback, AfterEachCallback {
    private static final Duration AWAIT = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Patience await = new Patience(AWAIT);
    private final Patience grace;
    private final List<Server> servers = new CopyOnWriteArrayList<>();
    private final List<TestClient> clients = new CopyOnWriteArrayList<>();
    private volatile RecordedEvents events = new RecordedEvents(AWAIT);
    private volatile ServerThreads threads = new ServerThreads();
    private volatile OpenSockets sockets = OpenSockets.now();

    /** Gives what should be gone five seconds to go. */
    public ServerExtension() {
        this(GRACE);
    }

    ServerExtension(Duration grace) {
        this.grace = new Patience(grace);
    }

    /**
     * Starts a server, whose events are recorded and which ends with the test.
     *
     * @throws IOException as {@link Server#start(Listener...)}
     */
    public Server start(Listener... listeners) throws IOException {
        return start(TimeSource.system(), listeners);
    }

    /**
     * Starts a server that takes the time from this clock; else as the other.
     *
     * <pre>{@code
     * var clock = new ManualClock();
     * var server = servers.start(clock, Server.on(0).answer(Lines.utf8(), line -> line));
     * }</pre>
     *
     * @throws IOException as {@link Server#start(Listener...)}
     */
    public Server start(ManualClock clock, Listener... listeners) throws IOException {
        int before = clock.servers();
        var server = start((TimeSource) clock, listeners);
        await("the server goes by the clock", () -> clock.servers() > before);
        return server;
    }

    private Server start(TimeSource time, Listener... listeners) throws IOException {
        var watched =
                Arrays.stream(listeners)
                        .map(listener -> threads.watch(listener.events(events)))
                        .toList();
        return adopt(Server.start(threads.watch(time), watched));
    }

    /**
     * Looks after a server that something else has started: closes it after the test, and looks for
     * its tickets and sockets. Its threads and events are not known here.
     *
     * <pre>{@code
     * var server = servers.adopt(new ShopApplication().start());
     * }</pre>
     *
     * @return the server
     */
    public Server adopt(Server server) {
        servers.add(server);
        return server;
    }

    /**
     * A client of the server's first listener, which is closed after the test at the latest.
     *
     * @throws IOException if the server does not take it
     */
    public TestClient connect(Server server) throws IOException {
        return connect(TestClient.to(server));
    }

    /**
     * A client with properties of its own, which is closed after the test at the latest.
     *
     * <pre>{@code
     * var client = servers.connect(TestClient.to(server).receiveBuffer(4096));
     * }</pre>
     *
     * @throws IOException if the server does not take it
     */
    public TestClient connect(TestClient.Options options) throws IOException {
        var client = options.connect();
        clients.add(client);
        return client;
    }

    /** What the servers that were started here have told since the test began. */
    public RecordedEvents events() {
        return events;
    }

    /**
     * Waits until something holds that no event tells; up to ten seconds.
     *
     * <pre>{@code
     * clock.advance(Duration.ofSeconds(30));
     * servers.await("the service was interrupted", interrupted::get);
     * }</pre>
     *
     * @param what said by the failure
     * @throws AssertionError with all events, if it does not hold in time
     */
    public void await(String what, BooleanSupplier holds) {
        if (!await.ask(holds::getAsBoolean, answer -> answer)) {
            throw new AssertionError("not within " + AWAIT + ": " + what + "\n" + events);
        }
    }

    /** Remembers what is there before the test. */
    @Override
    public void beforeEach(ExtensionContext context) {
        servers.clear();
        clients.clear();
        events = new RecordedEvents(AWAIT);
        threads = new ServerThreads();
        sockets = OpenSockets.now();
    }

    /**
     * Closes everything, and looks for what is left.
     *
     * @throws AssertionError if something is
     */
    @Override
    public void afterEach(ExtensionContext context) {
        clients.forEach(TestClient::close);
        var leaks = new ArrayList<String>();
        leaks.addAll(remaining(this::tickets));
        leaks.addAll(remaining(this::stop));
        leaks.addAll(remaining(threads::alive));
        leaks.addAll(remaining(sockets::since));
        if (!leaks.isEmpty()) {
            throw new AssertionError(
                    "the test left behind\n  " + String.join("\n  ", leaks) + "\nafter\n" + events);
        }
    }

    private List<String> remaining(Supplier<List<String>> leaks) {
        return grace.ask(leaks, List::isEmpty);
    }

    private List<String> tickets() {
        var leaks = new ArrayList<>(Tickets.unclosed(events.all()));
        servers.forEach(server -> leaks.addAll(Tickets.open(server)));
        return leaks;
    }

    /** Cut, since under a clock that stands still the grace of a drain would never end. */
    private List<String> stop() {
        var leaks = new ArrayList<String>();
        for (var server : servers) {
            Thread.ofVirtual().name("usher-testkit-stop").start(server::cut);
            if (!hasStopped(server)) {
                leaks.add("server on port " + server.port() + ", which does not stop");
            }
        }
        return leaks;
    }

    private boolean hasStopped(Server server) {
        try {
            return server.join(grace.longest());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
