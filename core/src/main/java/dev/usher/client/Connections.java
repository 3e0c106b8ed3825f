package dev.usher.client;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connections of a client: has them made when they are needed, hands out the least busy one,
 * and waits with the next attempt when one has failed. Safe for use by many threads.
 */
final class Connections<Q, A> implements AutoCloseable {
    private static final Duration EVER = Duration.ofDays(365);

    private final Remote<Q, A> remote;
    private final Pushes<A> pushes;
    private final Connector<Q, A> connector;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Under the lock:

    private final List<Exchange<Q, A>> pool = new ArrayList<>();
    private final Set<Exchange<Q, A>> sessions = new HashSet<>();
    private final NextAttempt next;
    private int connecting;
    private long failedAttempts;
    private boolean closed;

    Connections(Remote<Q, A> remote) {
        this.remote = remote;
        pushes = new Pushes<>(remote.limits().pushes(), remote.pushes());
        connector = new Connector<>(remote, pushes, this::ended);
        next = new NextAttempt(remote);
    }

    /** Keeps a connection, if the client stays connected. */
    void start() {
        if (remote.stays()) {
            Thread.ofVirtual().name("usher-client-stay").start(this::stay);
        }
    }

    private void stay() {
        try {
            while (true) {
                find(System.nanoTime() + EVER.toNanos()).awaitEnd();
            }
        } catch (CallException | InterruptedException closing) {
            return; // nothing else keeps it from having a connection sooner or later
        }
    }

    /**
     * The least busy connection, claimed for one request.
     *
     * @param due until when to wait for one, by {@link System#nanoTime}
     * @throws CallException why there is none
     */
    Exchange<Q, A> take(long due) throws CallException, InterruptedException {
        lock.lockInterruptibly();
        try {
            var found = find(due);
            found.claim();
            return found;
        } finally {
            lock.unlock();
        }
    }

    private Exchange<Q, A> find(long due) throws CallException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long failedBefore = failedAttempts;
            while (true) {
                checkOpen();
                var best = leastBusy();
                boolean full = pool.size() + connecting >= remote.limits().connections();
                if (best != null && (full || best.load() == 0)) {
                    return best;
                }
                if (best == null && !next.isWorthWaiting() && failedAttempts > failedBefore) {
                    throw next.reason();
                }
                if (!full && next.isDue()) {
                    startConnecting();
                }
                if (best != null) {
                    return best; // and the new connection is for the next one
                }
                // A full pool of which none is of use is one whose connections are just ending.
                await(connecting > 0 || full ? due : next.at(), due);
            }
        } finally {
            lock.unlock();
        }
    }

    private void startConnecting() {
        connecting++;
        try {
            Thread.ofVirtual().name("usher-client-connect").start(this::connect);
        } catch (RuntimeException | Error noThread) {
            connecting--; // or its place in the pool would be lost
            throw noThread;
        }
    }

    private @Nullable Exchange<Q, A> leastBusy() {
        Exchange<Q, A> best = null;
        for (var exchange : pool) {
            if (exchange.isOpen() && (best == null || exchange.load() < best.load())) {
                best = exchange;
            }
        }
        return best;
    }

    private void checkOpen() throws CallException {
        if (closed) {
            throw new CallException.Closed(false);
        }
    }

    /** Waits for a change, at most until then; not at all if that is too late for the caller. */
    @SuppressWarnings("WaitNotInLoop") // the callers look again
    private void await(long until, long due) throws CallException, InterruptedException {
        long now = System.nanoTime();
        if (due - now <= 0 || due - until < 0) {
            throw next.reason();
        }
        if (until - now > 0) {
            changed.awaitNanos(until - now);
        }
    }

    /** Makes a connection for the pool. */
    private void connect() {
        boolean failed = true;
        try {
            make(pool);
            failed = false;
        } catch (CallException told) {
            // The callers find it.
        } finally {
            lock.lock();
            try {
                connecting--;
                failedAttempts += failed ? 1 : 0;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Makes a connection, as one of those. */
    private Exchange<Q, A> make(Collection<Exchange<Q, A>> those) throws CallException {
        CallException why;
        try {
            var exchange = connector.connect();
            why = addTo(those, exchange);
            if (why == null) {
                return exchange;
            }
        } catch (CallException failed) {
            why = failed;
        } catch (InterruptedException | RuntimeException | Error defect) {
            why =
                    new CallException.Unreachable(
                            "no connection to %s: %s"
                                    .formatted(Words.address(remote.server()), defect),
                            defect);
        }
        failed(why);
        throw why;
    }

    /** A connection besides those of the pool; tries until then, if there is such a server. */
    Session<Q, A> session(long due) throws CallException, InterruptedException {
        while (true) {
            awaitNextAttempt(due);
            var making = new CompletableFuture<Exchange<Q, A>>();
            Thread.ofVirtual().name("usher-client-connect").start(() -> makeSession(making));
            boolean made = false;
            try {
                var session = making.get(due - System.nanoTime(), TimeUnit.NANOSECONDS);
                made = true;
                return session;
            } catch (ExecutionException failed) {
                if (!isWorthWaiting() && failed.getCause() instanceof CallException why) {
                    throw why;
                }
            } catch (TimeoutException late) {
                throw next.late();
            } finally {
                if (!made) {
                    var _ = making.thenAccept(Exchange::close); // nobody waits any more
                }
            }
        }
    }

    private void makeSession(CompletableFuture<Exchange<Q, A>> making) {
        try {
            making.complete(make(sessions));
        } catch (CallException why) {
            making.completeExceptionally(why);
        }
    }

    private boolean isWorthWaiting() {
        lock.lock();
        try {
            return next.isWorthWaiting();
        } finally {
            lock.unlock();
        }
    }

    private void awaitNextAttempt(long due) throws CallException, InterruptedException {
        lock.lockInterruptibly();
        try {
            checkOpen();
            while (!next.isDue()) {
                await(next.at(), due);
                checkOpen();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes over a new connection; if it is no use any more, why. */
    private @Nullable CallException addTo(
            Collection<Exchange<Q, A>> those, Exchange<Q, A> exchange) {
        lock.lock();
        try {
            if (!closed && exchange.isOpen()) {
                those.add(exchange);
                next.succeeded();
                return null;
            }
        } finally {
            lock.unlock();
        }
        exchange.close();
        return exchange.failure();
    }

    private void failed(CallException why) {
        if (why instanceof CallException.Closed) {
            return;
        }
        Duration pause;
        lock.lock();
        try {
            pause = next.putOff(why, false);
        } finally {
            lock.unlock();
        }
        tell(new ClientEvent.Failed(why));
        tell(new ClientEvent.Pausing(pause));
    }

    /** Hears that a connection has ended. */
    private void ended(Exchange<Q, A> exchange, End how) {
        var why = how.failure(false);
        Duration pause;
        lock.lock();
        try {
            boolean taken = pool.remove(exchange) || sessions.remove(exchange);
            changed.signalAll();
            if (!taken || how instanceof End.Closed) {
                return;
            }
            // At once, or whoever misses it already would make another one before its time.
            pause = next.putOff(why, exchange.wasOfUse());
        } finally {
            lock.unlock();
        }
        tell(new ClientEvent.Disconnected(why));
        tell(new ClientEvent.Pausing(pause));
    }

    private void tell(ClientEvent event) {
        Listening.tell(remote.events(), event);
    }

    @Override
    public void close() {
        List<Exchange<Q, A>> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(pool);
            all.addAll(sessions);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(Exchange::close);
        pushes.close();
    }
}
