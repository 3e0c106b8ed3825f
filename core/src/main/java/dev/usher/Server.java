package dev.usher;

import dev.usher.accept.Acceptor;
import dev.usher.connection.AdmissionDesk;
import dev.usher.connection.CoarseClock;
import dev.usher.connection.Reception;
import dev.usher.connection.Sweeper;
import dev.usher.transport.Defects;
import dev.usher.transport.Loops;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A running server: listeners, and a thread for each of their clients.
 *
 * <pre>{@code
 * try (var server = Server.on(9999).answer(Lines.utf8(), line -> line.toUpperCase()).start()) {
 *     server.join();
 * }
 * }</pre>
 *
 * <p>Ends by {@link #drain}, which lets clients finish, or {@link #cut}, which does not. Closing
 * drains. Safe for use by many threads.
 */
public final class Server implements AutoCloseable {
    /** What was on its way when a drain began may still arrive. */
    private static final Duration SETTLING = Duration.ofMillis(200);

    private static final long LOOK_NANOS = 5_000_000;

    /** A listener at work. */
    private record Open(AdmissionDesk desk, Acceptor acceptor, InetSocketAddress address) {}

    private final CoarseClock clock;
    private final Engine engine;
    private final Loops loops;
    private final List<Open> listeners;
    private final Sweeper sweeper;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean cut;
    private volatile DrainReport report = new DrainReport(Duration.ZERO, 0, 0, 0);

    private Server(CoarseClock clock, Engine engine, Loops loops, List<Open> listeners) {
        this.clock = clock;
        this.engine = engine;
        this.loops = loops;
        this.listeners = listeners;
        sweeper = new Sweeper(clock, listeners.stream().map(Open::desk).toList());
    }

    /**
     * The beginning of a server with one listener, on the loopback address.
     *
     * @param port 1 to 65,535, or 0 for one that the system chooses
     */
    public static Listener on(int port) {
        return Listener.on(port);
    }

    /**
     * Starts a server.
     *
     * @param listeners one or more, with different names
     * @throws java.net.BindException if an address is taken; then none is listened on
     * @throws IOException if the system refuses for another reason
     * @throws IllegalArgumentException if two have one name, or there is none
     * @throws IllegalStateException if one has no handler
     */
    public static Server start(Listener... listeners) throws IOException {
        return start(TimeSource.system(), List.of(listeners));
    }

    /** Starts a server that takes the time from here, for tests; else as the other. */
    public static Server start(TimeSource time, List<Listener> listeners) throws IOException {
        return start(Engine.configured(), time, listeners);
    }

    /**
     * Starts a server on this engine; else as the others.
     *
     * @throws IllegalStateException if the engine is not available
     */
    public static Server start(Engine engine, TimeSource time, List<Listener> listeners)
            throws IOException {
        check(listeners);
        var clock = new CoarseClock(time);
        var opened = new ArrayList<Open>();
        var loops = Loops.start(engine);
        try {
            var ids = new AtomicLong();
            for (var listener : listeners) {
                opened.add(open(listener, clock, loops, ids));
            }
        } catch (IOException | RuntimeException | Error failed) {
            closeAll(opened.stream().map(Open::acceptor).toList());
            closeAll(List.of(loops));
            throw failed;
        }
        var server = new Server(clock, engine, loops, List.copyOf(opened));
        server.accept();
        return server;
    }

    private static void check(List<Listener> listeners) {
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("a server needs a listener");
        }
        var names = new HashSet<String>();
        for (var listener : listeners) {
            if (!names.add(listener.name())) {
                throw new IllegalArgumentException("two listeners named " + listener.name());
            }
            if (listener.isUndecided()) {
                throw new IllegalStateException(
                        "listener " + listener.name() + " has no handler; see Listener.answer");
            }
        }
    }

    private static Open open(Listener listener, CoarseClock clock, Loops loops, AtomicLong ids)
            throws IOException {
        var desk = new AdmissionDesk(listener, clock);
        var reception = new Reception(desk, clock, loops.lanes(), ids);
        var name = "usher-acceptor-" + listener.name();
        var acceptor = new Acceptor(name, listener.address(), reception);
        return new Open(desk, acceptor, acceptor.address());
    }

    private void accept() {
        for (var open : listeners) {
            var name = open.desk().listener().name();
            open.desk()
                    .events()
                    .emit(new Event.Started(name, open.address(), open.desk().limits()));
            open.acceptor().start();
        }
    }

    /** What runs the threads of its clients. */
    public Engine engine() {
        return engine;
    }

    /** The port of the first listener. */
    public int port() {
        return listeners.getFirst().address().getPort();
    }

    /**
     * The address of the listener with this name.
     *
     * @throws IllegalArgumentException if there is no listener of that name
     */
    public InetSocketAddress address(String listener) {
        return find(listener).address();
    }

    /** What every listener is doing, in the order in which they were given. */
    public List<ListenerStatus> status() {
        return listeners.stream().map(open -> open.desk().status(open.address())).toList();
    }

    /**
     * What the clients of a listener are doing: those inside by their age, then those who wait, in
     * their order. For a minute after this, requests that begin are remembered for the next time.
     *
     * @throws IllegalArgumentException if there is no listener of that name
     */
    public List<ClientStatus> clients(String listener) {
        return find(listener).desk().clients();
    }

    /**
     * Cuts one client off, whatever it is doing; its place is free at once.
     *
     * @param client the number of its {@link Peer}
     * @return whether it was there
     */
    public boolean cut(long client) {
        return listeners.stream().anyMatch(open -> open.desk().cut(client));
    }

    /**
     * The limits of the listener with this name, as they are now.
     *
     * @throws IllegalArgumentException if there is no listener of that name
     */
    public Limits limits(String listener) {
        return find(listener).desk().limits();
    }

    /**
     * Changes how many clients of a listener may run and wait, how long, and how many per address.
     * Nobody inside is thrown out; if there is more room than before, waiting clients start. The
     * limits of each client ({@link Limits#message}, {@link Limits#unread}, {@link Limits#outbox})
     * hold for those who come after this.
     *
     * @throws IllegalArgumentException if there is no listener of that name
     */
    public void limits(String listener, Limits limits) {
        find(listener).desk().limits(limits);
    }

    /**
     * The deadlines of the listener with this name, as they are for clients that come now.
     *
     * @throws IllegalArgumentException if there is no listener of that name
     */
    public Deadlines deadlines(String listener) {
        return find(listener).desk().listener().deadlines();
    }

    /**
     * Changes how long a listener waits for what, for clients that come after this; {@link
     * Deadlines#service} and {@link Deadlines#drain} for all.
     *
     * @throws IllegalArgumentException if there is no listener of that name
     */
    public void deadlines(String listener, Deadlines deadlines) {
        find(listener).desk().deadlines(Objects.requireNonNull(deadlines));
    }

    private Open find(String listener) {
        for (var open : listeners) {
            if (open.desk().listener().name().equals(listener)) {
                return open;
            }
        }
        throw new IllegalArgumentException("no listener named " + listener);
    }

    /**
     * Stops: accepts nobody any more, tells the waiting, lets requests that have arrived be
     * answered, ends idle clients, and after each listener's {@link Deadlines#drain} cuts off who
     * is left. Returns when the last client is gone; a second call waits for the first. Whoever is
     * interrupted while waiting is in a hurry: everybody is cut off, and the thread stays
     * interrupted.
     */
    public DrainReport drain() {
        if (draining.compareAndSet(false, true)) {
            startStop();
        }
        await();
        return report;
    }

    private void startStop() {
        try {
            // A thread of its own, so that an interrupted caller leaves no server behind; and not a
            // virtual one, so that handlers that compute without end cannot keep it from stopping.
            Thread.ofPlatform().daemon().name("usher-drain").start(this::stop);
        } catch (OutOfMemoryError noThread) {
            stop();
        }
    }

    private void await() {
        boolean interrupted = false;
        while (drained.getCount() > 0) {
            try {
                drained.await();
            } catch (InterruptedException hurry) {
                interrupted = true;
                cut = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops at once, or ends the grace of a drain: who is still inside is cut off. */
    public DrainReport cut() {
        cut = true;
        return drain();
    }

    private void stop() {
        try {
            closeAll(listeners.stream().map(Open::acceptor).toList());
            var drains = listeners.stream().map(this::drainOf).toList();
            // Clients that react to the news free their places while others are still told.
            drains.forEach(Drain::turnAway);
            for (long left = SETTLING.toNanos(); left > 0 && isBusy(); left -= LOOK_NANOS) {
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
            drains.forEach(Drain::finish);
            while (!areOver(drains)) {
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
            report = drains.stream().map(Drain::end).reduce(DrainReport::plus).orElseThrow();
        } finally {
            sweeper.close();
            closeAll(List.of(loops));
            drained.countDown();
        }
    }

    private Drain drainOf(Open open) {
        return new Drain(open.desk(), open.address(), clock);
    }

    /** Looks at every one: each listener has a grace of its own. */
    private boolean areOver(List<Drain> drains) {
        boolean over = true;
        for (var drain : drains) {
            over &= drain.isOver(cut);
        }
        return over;
    }

    private boolean isBusy() {
        return !cut && listeners.stream().anyMatch(open -> !open.desk().isEmpty());
    }

    private static void closeAll(List<? extends AutoCloseable> resources) {
        for (var resource : resources) {
            try {
                resource.close();
            } catch (Exception failed) {
                Defects.show(failed);
            }
        }
    }

    /** Waits for the end of the server. */
    public void join() throws InterruptedException {
        drained.await();
    }

    /** Waits for the end of the server, at most so long; whether it has ended. */
    public boolean join(Duration longest) throws InterruptedException {
        return drained.await(TimeUnit.NANOSECONDS.convert(longest), TimeUnit.NANOSECONDS);
    }

    /** Drains. */
    @Override
    public void close() {
        drain();
    }
}
