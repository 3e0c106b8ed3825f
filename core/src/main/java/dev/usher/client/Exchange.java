package dev.usher.client;

import dev.usher.Codec;
import dev.usher.FailureException;
import dev.usher.Peer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The requests and answers of one connection. One thread writes what callers have put into a queue,
 * and flushes when it is empty; another reads. So a caller never waits for the network with a lock
 * held, nor longer than it wants.
 */
final class Exchange<Q, A> implements Session<Q, A> {
    private final Wire wire;
    private final String server;
    private final Dialect<Q, A> dialect;
    private final ClientLimits limits;
    private final Consumer<? super A> pushes;
    private final BiConsumer<Exchange<Q, A>, End> onEnd;
    private final Endings endings;
    private final Codec<A, Q> codec;
    private final Awaited<Q, A> awaited;

    /** What is to be written; no longer than there is room in flight. */
    private final LinkedBlockingQueue<Pending<Q, A>> outgoing = new LinkedBlockingQueue<>();

    private final Semaphore room;

    /** Callers that were sent here and have not asked yet. */
    private final AtomicInteger claims = new AtomicInteger();

    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Whether the server has answered anything. */
    private volatile boolean answered;

    /** Whether the codec is at work on a request. */
    private volatile boolean encoding;

    private @Nullable Thread writer;
    private @Nullable Thread reader;

    /** What the server said last that answered nothing. */
    private @Nullable Refusal lastWords;

    Exchange(
            Remote<Q, A> remote,
            Wire wire,
            long id,
            Consumer<? super A> pushes,
            BiConsumer<Exchange<Q, A>, End> onEnd) {
        this.wire = wire;
        this.pushes = pushes;
        this.onEnd = onEnd;
        server = Words.address(remote.server());
        endings = new Endings(server);
        dialect = remote.dialect();
        limits = remote.limits();
        codec = dialect.protocol().codec(new Peer(id, server, wire.remote(), wire.local()));
        awaited = Awaited.of(dialect);
        room = new Semaphore(limits.inFlight());
    }

    /** Starts its threads. */
    void start() {
        writer = Thread.ofVirtual().name("usher-client-write").start(this::write);
        reader = Thread.ofVirtual().name("usher-client-read").start(this::read);
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
        return answered || wire.moved() >= Stall.PROGRESS;
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
        return wire.isReading() && (!encoding || wire.isWriting());
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
        outgoing.add(pending);
        if (end.get() != null) {
            endAll(ended()); // whoever ended it may have missed this one
        }
        return pending;
    }

    private void write() {
        try {
            var greeting = codec.greet();
            if (greeting != null) {
                codec.write(wire.output(), greeting);
            }
            while (isOpen()) {
                var next = outgoing.poll();
                if (next == null) {
                    wire.output().flush();
                    next = outgoing.take();
                }
                write(next);
            }
        } catch (InterruptedException over) {
            return; // it has ended
        } catch (IOException | RuntimeException | Error failed) {
            end(endings.broken(failed));
        } finally {
            endAll(ended()); // the end may have missed what was being written
        }
    }

    private void write(Pending<Q, A> next) throws IOException {
        if (!next.write()) {
            room.release();
            return;
        }
        long before = wire.output().position();
        try {
            awaited.add(next);
            encoding = true;
            codec.write(wire.output(), next.request());
        } catch (RuntimeException defect) {
            if (wire.output().position() != before) {
                throw defect; // half a request is on its way
            }
            awaited.remove(next);
            room.release();
            next.completeExceptionally(defect);
        } finally {
            encoding = false;
        }
    }

    private void read() {
        try {
            while (isOpen()) {
                wire.input().beginMessage();
                var message = codec.read(wire.input());
                wire.input().endMessage();
                if (message == null) {
                    end(endings.closed(lastWords));
                } else {
                    take(message);
                }
            }
        } catch (FailureException failed) {
            end(endings.unreadable(failed));
        } catch (IOException | RuntimeException | Error failed) {
            end(endings.broken(failed));
        }
    }

    private void take(A message) {
        if (dialect.pushes().test(message)) {
            pushes.accept(message);
            return;
        }
        var refusal = dialect.refusals().apply(message);
        if (refusal instanceof Refusal.Busy(var words, var retryAfter)) {
            end(new End.Busy(words, retryAfter));
            return;
        }
        var pending = awaited.take(message);
        if (pending == null) {
            if (refusal == null) {
                pushes.accept(message);
            } else {
                lastWords = refusal;
            }
            return;
        }
        answered = true;
        room.release();
        if (refusal instanceof Refusal.Rejected rejected) {
            pending.completeExceptionally(new CallException.Rejected(rejected));
        } else {
            pending.complete(message);
        }
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

    private void end(End how) {
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
        endAll(how);
        room.release(limits.inFlight()); // who waits for room finds the end
        ended.countDown();
    }

    private static void interrupt(@Nullable Thread thread) {
        if (thread != null && !thread.equals(Thread.currentThread())) {
            thread.interrupt();
        }
    }

    private void endAll(End how) {
        for (var next = outgoing.poll(); next != null; next = outgoing.poll()) {
            next.end(how);
        }
        awaited.takeAll().forEach(pending -> pending.end(how));
    }
}
