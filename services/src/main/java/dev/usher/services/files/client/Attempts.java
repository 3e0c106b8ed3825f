package dev.usher.services.files.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How the attempts at one thing go, and whether there is to be another one: as long as there has
 * been progress lately. Between connections the client below waits by itself; here is waited when
 * the server says over one that it cannot now. Belongs to the thread that wants it done; progress
 * may be told by others, one at a time.
 */
final class Attempts implements Progress {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(5);
    private static final int MOST_CHANGES = 5;

    private final TransferLimits limits;
    private final Progress watcher;
    private int failures;

    /** How many of them in a row brought nothing new. */
    private volatile int fruitless;

    private int changes;
    private boolean mismatched;

    /** How far the server said that it is with reading a file for its digest. */
    private String reading = "";

    /** Where the transfer of this attempt began; -1 if it did not. */
    private volatile long begun = -1;

    private volatile long farthest = -1;
    private volatile long progressed = System.nanoTime();

    Attempts(TransferLimits limits, Progress watcher) {
        this.limits = limits;
        this.watcher = watcher;
    }

    /** One more. */
    void begin() {
        begun = -1;
    }

    /** Whether bytes have begun to pass in this one. */
    boolean hasBegun() {
        return begun >= 0;
    }

    /** Whether there was another one before, and what became of that is not known. */
    boolean isRepeated() {
        return failures > 0;
    }

    @Override
    public void at(long offset, long size) {
        if (begun < 0) {
            begun = offset;
        }
        if (offset > farthest) {
            farthest = offset;
            progressed = System.nanoTime();
            fruitless = 0;
        }
        watcher.at(offset, size);
    }

    /** How long the server may be silent: not too little for what goes well at last. */
    Duration silence() {
        var patience = limits.patience();
        if (patience.isZero()) {
            return limits.silence();
        }
        var least = shorter(patience, LEAST_SILENCE);
        var left = patienceLeft();
        return shorter(limits.silence(), left.compareTo(least) < 0 ? least : left);
    }

    /** How long to wait for a connection; the first time until others have had their pauses. */
    Duration untilConnected() {
        return limits.patience().isZero() ? limits.connect() : silence();
    }

    private Duration patienceLeft() {
        return limits.patience().minusNanos(System.nanoTime() - progressed);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Waits for the next attempt, if there is to be one.
     *
     * @throws IOException if not: why
     */
    void failed(FilesException why) throws IOException {
        if (why instanceof FilesException.GaveUp) {
            throw why;
        }
        if (why instanceof FilesException.Changed && ++changes <= MOST_CHANGES) {
            farthest = -1; // of another file
        } else if (isMismatch(why) && begun > 0 && !mismatched) {
            mismatched = true; // what it went on with was wrong, and is gone
        } else if (why instanceof FilesException.Changed || !why.mayPass()) {
            throw why;
        }
        if (limits.patience().isZero()) {
            throw why;
        }
        noteReading(why);
        failures++;
        int inARow = fruitless + 1;
        fruitless = inARow;
        var pause = why instanceof FilesException.Refused ? pause(inARow) : Duration.ZERO;
        if (pause.compareTo(patienceLeft()) >= 0) {
            throw givingUp(why);
        }
        sleep(pause);
    }

    /** Patience is over, if there was any: what to throw. */
    FilesException givingUp(FilesException why) {
        if (limits.patience().isZero() || why instanceof FilesException.Closed) {
            return why;
        }
        return new FilesException.GaveUp(
                (why instanceof FilesException.Busy
                                ? "gave up: %2$s, and patience is %1$s"
                                : "gave up after %1$s without progress: %2$s")
                        .formatted(seconds(limits.patience()), why.getMessage()),
                why);
    }

    /** As people read it. */
    static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    /** That a server gets on with a large file is progress too. */
    private void noteReading(FilesException why) {
        var said = String.valueOf(why.getMessage());
        if (why instanceof FilesException.Refused no
                && no.code().equals("digesting")
                && !said.equals(reading)) {
            reading = said;
            progressed = System.nanoTime();
            fruitless = 0;
        }
    }

    private static boolean isMismatch(FilesException why) {
        return why instanceof FilesException.Mismatch
                || (why instanceof FilesException.Refused no && no.code().equals("mismatch"));
    }

    /** So that those who were told no together do not come back together. */
    private static Duration pause(int inARow) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(inARow - 1, 10));
        long longest = shorter(pause, LONGEST_PAUSE).toNanos();
        return Duration.ofNanos(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2));
    }

    private static void sleep(Duration pause) throws InterruptedIOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stop) {
            throw Perseverance.interrupted();
        }
    }
}
