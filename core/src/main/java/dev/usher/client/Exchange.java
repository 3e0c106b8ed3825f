package dev.usher.client;

import dev.usher.Codec;
import dev.usher.Failure;
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
    private final BiConsumer<Exchange<Q, A>, End> endings;
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

    private @Nullable Thread writer;
    private @Nullable Thread reader;

    /** What the server said last that answered nothing. */
    private @Nullable Refusal lastWords;

    Exchange(
            Remote<Q, A> remote,
            Wire wire,
            long id,
            Consumer<? super A> pushes,
            BiConsumer<Exchange<Q, A>, End> endings) {
        this.wire = wire;
        this.pushes = pushes;
        this.endings = endings;
        server = Words.address(remote.server());
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

    boolean hasAnswered() {
        return answered;
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
            end(new End.Lost(lost(Words.reason(failed)), failed));
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
            codec.write(wire.output(), next.request());
        } catch (RuntimeException defect) {
            if (wire.output().position() != before) {
                throw defect; // half a request is on its way
            }
            awaited.remove(next);
            room.release();
            next.completeExceptionally(defect);
        }
    }

    private void read() {
        try {
            while (isOpen()) {
                wire.input().beginMessage();
                var message = codec.read(wire.input());
                wire.input().endMessage();
                if (message == null) {
                    end(atEnd());
                } else {
                    take(message);
                }
            }
        } catch (FailureException failed) {
            end(failed.failure() instanceof Failure.CutShort ? cutShort() : malformed(failed));
        } catch (IOException | RuntimeException | Error failed) {
            end(new End.Lost(lost(Words.reason(failed)), failed));
        }
    }

    private End cutShort() {
        return new End.Lost(lost("the server closed it in the middle of an answer"), null);
    }

    private End malformed(FailureException failed) {
        var why =
                failed.failure() instanceof Failure.TooLong(long allowed)
                        ? "an answer has more than %,d bytes".formatted(allowed)
                        : failed.failure().message();
        return new End.Malformed(
                "what %s sends is not the protocol: %s".formatted(server, why), failed);
    }

    private End atEnd() {
        return new End.Lost(
                lastWords instanceof Refusal.Rejected(var code, var message, _)
                        ? lost("the server says %s: %s".formatted(code, message))
                        : lost("the server closed it"),
                null);
    }

    private String lost(String why) {
        return "lost the connection to %s: %s".formatted(server, why);
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
            end(new End.Lost(lost("the server is silent"), null));
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
        endings.accept(this, how);
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
