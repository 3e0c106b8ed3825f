package dev.usher.client;

import dev.usher.FailureException;
import dev.usher.Peer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The requests and answers of one connection. One thread {@linkplain Writing writes} what callers
 * ask, another one {@linkplain Reading reads}. So a caller never waits for the network with a lock
 * held, nor longer than it wants.
 */
final class Exchange<Q, A> implements Session<Q, A> {
    /** Given out at the end, so that everybody who waits for room finds it. */
    private static final int ROOM_AT_THE_END = 1 << 30;

    private final Wire wire;
    private final String server;
    private final ClientLimits limits;
    private final BiConsumer<Exchange<Q, A>, End> onEnd;
    private final Endings endings;
    private final Awaited<Q, A> awaited;
    private final Writing<Q, A> writing;
    private final Reading<Q, A> reading;

    /** For requests in flight. */
    private final Semaphore room;

    /** Callers that were sent here and have not asked yet. */
    private final AtomicInteger claims = new AtomicInteger();

    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private @Nullable Thread writer;
    private @Nullable Thread reader;

    Exchange(
            Remote<Q, A> remote,
            Wire wire,
            long id,
            Consumer<? super A> pushes,
            BiConsumer<Exchange<Q, A>, End> onEnd) {
        this.wire = wire;
        this.onEnd = onEnd;
        server = Words.address(remote.server());
        endings = new Endings(server);
        limits = remote.limits();
        var dialect = remote.dialect();
        var codec = dialect.protocol().codec(new Peer(id, server, wire.remote(), wire.local()));
        awaited = Awaited.of(dialect);
        writing = new Writing<>(this, wire, codec, awaited);
        reading = new Reading<>(this, wire, codec, awaited, dialect, pushes);
        room = new Semaphore(limits.inFlight());
    }

    /** Starts its threads. */
    void start() {
        writer = Thread.ofVirtual().name("usher-client-write").start(writing);
        reader = Thread.ofVirtual().name("usher-client-read").start(reading);
    }

    String server() {
        return server;
    }

    /** How many requests have no answer yet, and how many are about to come. */
    int load() {
        return claims.get() + limits.inFlight() - room.availablePermits();
    }

    /** Announces one {@link #ask}. */
    void claim() {
        claims.incrementAndGet();
    }

    /** Whether the server has answered anything, or at least moved something large. */
    boolean wasOfUse() {
        return reading.hasAnswered() || wire.moved() >= Stall.PROGRESS;
    }

    @Override
    public boolean isOpen() {
        return end.get() == null;
    }

    /** Waits until it has ended. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Why nothing can be asked over it, which has ended. */
    CallException failure() {
        return ended().failure(false);
    }

    private End ended() {
        var ending = end.get();
        if (ending == null) {
            throw new IllegalStateException("not ended");
        }
        return ending;
    }

    @Override
    public A call(Q request) throws CallException, InterruptedException {
        return call(request, limits.call());
    }

    @Override
    public A call(Q request, Duration longest) throws CallException, InterruptedException {
        long due = System.nanoTime() + longest.toNanos();
        claim();
        return ask(request, due).await();
    }

    @Override
    public A transfer(Q request, Duration silence) throws CallException, InterruptedException {
        long due = System.nanoTime() + silence.toNanos();
        claim();
        var pending = ask(request, due);
        try {
            return pending.await(new Stall(this, silence));
        } catch (CallException.Late late) {
            end(endings.silent(late));
            throw late;
        }
    }

    /** How many bytes have passed. */
    long moved() {
        return wire.moved();
    }

    /** Whether nothing can go on before the server sends or takes something. */
    boolean awaitsServer() {
        return wire.isReading() && writing.awaitsServer();
    }

    @Override
    public CompletableFuture<A> send(Q request) throws CallException, InterruptedException {
        long due = System.nanoTime() + limits.call().toNanos();
        claim();
        var pending = ask(request, due);
        pending.watch();
        return pending;
    }

    /**
     * Has a request written; waits for room until it is due.
     *
     * @throws CallException if there is none
     */
    Pending<Q, A> ask(Q request, long due) throws CallException, InterruptedException {
        try {
            if (!room.tryAcquire(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new CallException.Late(
                        "%d requests to %s are without an answer"
                                .formatted(limits.inFlight(), server),
                        false);
            }
        } finally {
            claims.decrementAndGet();
        }
        var pending = new Pending<>(this, request, due);
        writing.add(pending);
        if (!isOpen()) {
            endAll(); // whoever ended it may have missed this one
        }
        return pending;
    }

    /** A request in flight is over. */
    void leaveRoom() {
        room.release();
    }

    /** Reading or writing has failed. */
    void broken(Throwable failed) {
        end(endings.broken(failed));
    }

    /** What the server sends cannot be read. */
    void unreadable(FailureException failed) {
        end(endings.unreadable(failed));
    }

    /** The server has closed it. */
    void closed(@Nullable Refusal lastWords) {
        end(endings.closed(lastWords));
    }

    /** Ends it if the server has been silent, or has taken nothing, since then. */
    void endIfSilentSince(long then) {
        if (wire.isSilentSince(then)) {
            end(endings.silent(null));
        }
    }

    @Override
    public void close() {
        end(new End.Closed());
    }

    /** Ends it for this reason, unless it has ended. */
    void end(End how) {
        if (!end.compareAndSet(null, how)) {
            return;
        }
        try {
            wire.close();
        } catch (IOException alreadyGone) {
            // It is over in any case.
        }
        interrupt(writer);
        interrupt(reader);
        onEnd.accept(this, how);
        endAll();
        room.release(ROOM_AT_THE_END);
        ended.countDown();
    }

    private static void interrupt(@Nullable Thread thread) {
        if (thread != null && !thread.equals(Thread.currentThread())) {
            thread.interrupt();
        }
    }

    /** Ends all requests that have no answer, now that it has ended. */
    void endAll() {
        var how = ended();
        writing.end(how);
        awaited.takeAll().forEach(pending -> pending.end(how));
    }
}
