package dev.usher.client;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * When the next attempt to connect may be made, and what became of the last one. Not safe for use
 * by many threads, but for {@link #late}.
 */
final class NextAttempt {
    private final String server;
    private final Backoff backoff;
    private long at = System.nanoTime();

    /** Whether it is known that there is such a server. */
    private boolean reached;

    /** Why the last attempt failed, or the last connection was lost, if no other came after it. */
    private @Nullable CallException failure;

    NextAttempt(Remote<?, ?> remote) {
        server = Words.address(remote.server());
        backoff = new Backoff(remote.retries(), new SplittableRandom());
        reached = remote.retries().patient() || remote.stays();
    }

    /** From when on, by {@link System#nanoTime}. */
    long at() {
        return at;
    }

    boolean isDue() {
        return at - System.nanoTime() <= 0;
    }

    /** Whether another one may go better: if there never was such a server, none will. */
    boolean isWorthWaiting() {
        return reached;
    }

    /** Why there is no connection. */
    CallException reason() {
        return failure != null ? failure : late();
    }

    /** Why there is none, if that cannot be known. */
    CallException late() {
        return new CallException.Late("no connection to %s in time".formatted(server), false);
    }

    /** There is a connection. */
    void succeeded() {
        reached = true;
        failure = null;
    }

    /**
     * There is none, or one less.
     *
     * @param wasOfUse whether there was one, and the server has answered over it
     * @return for how long the next attempt is put off
     */
    Duration putOff(CallException why, boolean wasOfUse) {
        failure = why;
        reached |= why instanceof CallException.Busy;
        var pause = pauseAfter(why, wasOfUse);
        long then = System.nanoTime() + pause.toNanos();
        if (then - at > 0) {
            at = then;
        }
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
}
