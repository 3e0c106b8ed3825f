package dev.usher.client;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Connections that somebody had alone, for the next one who wants that; not for long, as each takes
 * a place at the server. Safe for use by many threads. The connections stay their client's, which
 * closes them in the end.
 */
final class Spares<Q, A> {
    /** Runs something after a while. */
    @FunctionalInterface
    interface Timer {
        void run(Runnable task, Duration after);
    }

    private final LinkedBlockingDeque<Spare<Q, A>> kept;
    private final Duration longest;
    private final Timer timer;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /** A connection, for one time that it is kept. */
    private static final class Spare<Q, A> {
        private final Session<Q, A> session;
        private volatile boolean seen;

        Spare(Session<Q, A> session) {
            this.session = session;
        }
    }

    /** At most so many, for at most so long. */
    Spares(int most, Duration longest, Timer timer) {
        kept = new LinkedBlockingDeque<>(most);
        this.longest = longest;
        this.timer = timer;
    }

    /** The one that was used last, as it is most likely to be still of use. */
    @Nullable Session<Q, A> take() {
        for (var next = kept.pollFirst(); next != null; next = kept.pollFirst()) {
            if (next.session.isOpen()) {
                return next.session;
            }
        }
        return null;
    }

    /** Takes this one, or closes it if there are enough. */
    void keep(Session<Q, A> session) {
        kept.removeIf(spare -> !spare.session.isOpen());
        if (longest.isZero() || !session.isOpen() || !kept.offerFirst(new Spare<>(session))) {
            session.close();
            return;
        }
        sweepLater();
    }

    private void sweepLater() {
        if (!sweeping.getAndSet(true)) {
            timer.run(this::sweep, longest.dividedBy(2));
        }
    }

    /** Closes those that the sweep before this one has seen. */
    private void sweep() {
        sweeping.set(false);
        for (var spare : kept) {
            if (!spare.seen) {
                spare.seen = true;
            } else if (kept.remove(spare)) {
                spare.session.close();
            }
        }
        if (!kept.isEmpty()) {
            sweepLater();
        }
    }
}
