package dev.usher.cli.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Finds out, before anything is measured, whether a server has one line to say to the request: each
 * connection asks once, and for a while after the first answer no other line may come. Safe for use
 * by many threads.
 */
final class Trial {
    private static final long NOT_YET = 0;

    private final long quiet;
    private final CountDownLatch over = new CountDownLatch(1);

    /** When the first answer came, by {@link System#nanoTime}. */
    private volatile long answered = NOT_YET;

    private volatile boolean severalLines;

    /** With no other line for so long. */
    Trial(Duration quiet) {
        this.quiet = quiet.toNanos();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** An answer came. */
    void answered(long now) {
        if (answered == NOT_YET) {
            answered = now;
        }
    }

    /** A line came that nobody had asked for. */
    void surplus() {
        if (!isOver()) {
            severalLines = true;
            over.countDown();
        }
    }

    /** Ends it if it has been quiet for long enough. */
    void look(long now) {
        if (answered != NOT_YET && now - answered - quiet >= 0) {
            over.countDown();
        }
    }

    /** Waits for its end, and ends it at the latest then: a server may have nothing to say. */
    void await(Duration longest) throws InterruptedException {
        var _ = over.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        over.countDown();
    }

    /** Whether there was more than one line to a request. */
    boolean hasSeveralLines() {
        return severalLines;
    }
}
