package dev.usher.client;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
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
    private final Backoff backoff;
    private int connecting;
    private long failedAttempts;
    private boolean closed;

    /** Whether it is known that there is such a server, so that it is worth waiting for. */
    private boolean reached;

    /** When the next attempt may be made, by {@link System#nanoTime}. */
    private long nextAttempt = System.nanoTime();

    /** Why there was no connection the last time. */
    private @Nullable CallException failure;

    Connections(Remote<Q, A> remote) {
        this.remote = remote;
        pushes = new Pushes<>(remote.limits().pushes(), remote.pushes());
        connector = new Connector<>(remote, pushes, this::ended);
        backoff = new Backoff(remote.retries(), new SplittableRandom());
        reached = remote.retries().patient() || remote.stays();
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
                if (best == null && !reached && failedAttempts > failedBefore) {
                    throw reason();
                }
                if (!full && nextAttempt - System.nanoTime() <= 0) {
                    connecting++;
                    Thread.ofVirtual().name("usher-client-connect").start(this::connect);
                }
                if (best != null) {
                    return best; // and the new connection is for the next one
                }
                await(connecting > 0 ? due : nextAttempt, due);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Exchange<Q, A> leastBusy() {
        Exchange<Q, A> best = null;
        for (var exchange : pool) {
            if (best == null || exchange.load() < best.load()) {
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
            throw reason();
        }
        if (until - now > 0) {
            changed.awaitNanos(until - now);
        }
    }

    private CallException reason() {
        return failure != null
                ? failure
                : new CallException.Late("no connection to %s in time".formatted(server()), false);
    }

    private String server() {
        return Words.address(remote.server());
    }

    /** Adds a connection to the pool. */
    private void connect() {
        CallException failed;
        try {
            var exchange = connector.connect();
            failed = addTo(pool, exchange);
        } catch (CallException why) {
            failed = why;
        } catch (InterruptedException | RuntimeException | Error defect) {
            failed =
                    new CallException.Unreachable(
                            "no connection to %s: %s".formatted(server(), defect), defect);
        }
        if (failed != null) {
            failed(failed);
        }
        lock.lock();
        try {
            connecting--;
            failedAttempts += failed == null ? 0 : 1;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A connection besides those of the pool; tries until then, if there is such a server. */
    Session<Q, A> session(long due) throws CallException, InterruptedException {
        while (true) {
            awaitNextAttempt(due);
            CallException why;
            try {
                var exchange = connector.connect();
                why = addTo(sessions, exchange);
                if (why == null) {
                    return exchange;
                }
            } catch (CallException failed) {
                why = failed;
            }
            failed(why);
            if (!wasReached()) {
                throw why;
            }
        }
    }

    private boolean wasReached() {
        lock.lock();
        try {
            return reached;
        } finally {
            lock.unlock();
        }
    }

    private void awaitNextAttempt(long due) throws CallException, InterruptedException {
        lock.lockInterruptibly();
        try {
            checkOpen();
            while (nextAttempt - System.nanoTime() > 0) {
                await(nextAttempt, due);
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
                reached = true;
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
            pause = putOff(why, false);
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
            if (!taken || how instanceof End.Closed) {
                return;
            }
            // At once, or whoever misses it already would make another one before its time.
            pause = putOff(why, exchange.wasOfUse());
        } finally {
            lock.unlock();
        }
        tell(new ClientEvent.Disconnected(why));
        tell(new ClientEvent.Pausing(pause));
    }

    private void tell(ClientEvent event) {
        Listening.tell(remote.events(), event);
    }

    /** Has the next attempt wait, and returns how long. Within the lock. */
    private Duration putOff(CallException why, boolean wasOfUse) {
        failure = why;
        reached |= why instanceof CallException.Busy;
        var pause = pauseAfter(why, wasOfUse);
        long then = System.nanoTime() + pause.toNanos();
        if (then - nextAttempt > 0) {
            nextAttempt = then;
        }
        changed.signalAll();
        return pause;
    }

    private Duration pauseAfter(CallException why, boolean wasOfUse) {
        if (why instanceof CallException.Busy busy) {
            return backoff.advised(busy.retryAfter());
        }
        if (wasOfUse) {
            backoff.succeeded();
            return backoff.lost();
        }
        return reached ? backoff.failed() : Duration.ZERO;
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
