package dev.usher.storage.database;

import dev.usher.FailureException;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The places of long results, each of which holds a connection for as long as its client takes. Who
 * waits for one holds a connection as well, so only some may. At least one remains for results that
 * are short. Safe for use by many threads.
 */
final class LongResults {
    private static final long PATIENCE_SECONDS = 2;

    private final Semaphore places;
    private final Semaphore waiting;

    private LongResults(int places, int waiting) {
        this.places = new Semaphore(places, true);
        this.waiting = new Semaphore(waiting);
    }

    /** Those of so many connections: of four, two are for long results, and one may wait. */
    static LongResults of(int connections) {
        int others = connections - 1;
        int waiting = others > 1 ? 1 : 0;
        return new LongResults(Math.max(1, others - waiting), waiting);
    }

    /**
     * Takes a place, to be given back.
     *
     * @throws FailureException rejected as {@code busy}, or as {@code late} if interrupted
     */
    void acquire() throws FailureException {
        if (!places.hasQueuedThreads() && places.tryAcquire()) {
            return;
        }
        if (!waiting.tryAcquire()) {
            throw busy();
        }
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw FailureException.rejected("late", "interrupted");
        } finally {
            waiting.release();
        }
    }

    private static FailureException busy() {
        return FailureException.rejected("busy", "too many long results are being taken");
    }

    /** Gives a place back. */
    void release() {
        places.release();
    }
}
