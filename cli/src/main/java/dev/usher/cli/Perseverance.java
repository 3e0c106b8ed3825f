package dev.usher.cli;

import dev.usher.services.files.client.ClientLimits;
import dev.usher.services.files.client.FilesClient;
import dev.usher.services.files.client.FilesException;
import dev.usher.services.files.client.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gets things done by a files server although connections break and the server may have no place:
 * tries again, each time after a longer pause or as the server advises, and gives up when there has
 * been no progress for too long. Belongs to one thread.
 */
final class Perseverance implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(5);
    private static final int MOST_CHANGES = 5;

    private final InetSocketAddress server;
    private final ClientLimits limits;
    private final Duration patience;
    private final Acquaintance acquaintance;
    private @Nullable FilesClient client;

    /**
     * Asks this server.
     *
     * @param limits how much may come from it
     * @param patience how long without any progress
     */
    Perseverance(
            InetSocketAddress server,
            ClientLimits limits,
            Duration patience,
            Acquaintance acquaintance) {
        this.server = server;
        this.limits = limits;
        this.patience = patience;
        this.acquaintance = acquaintance;
    }

    /** Whether the server was ever reached, by anyone: if not, there is nothing to wait for. */
    static final class Acquaintance {
        private volatile boolean made;
    }

    /** Patience is over. */
    static final class GaveUp extends IOException {
        private static final long serialVersionUID = 1L;

        GaveUp(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Something that is asked of the server, perhaps several times. */
    interface Task<T> {
        T by(FilesClient client, Attempt attempt) throws IOException;
    }

    /** Asks for this until it is answered; after a lost connection too. */
    <T> T insist(Progress watcher, Task<T> task) throws IOException {
        return persist(new Attempt(watcher), task, true);
    }

    /** Asks for this until the server has heard it: it may not be done twice. */
    <T> T once(Task<T> task) throws IOException {
        return persist(new Attempt(Progress.UNWATCHED), task, false);
    }

    private <T> T persist(Attempt attempt, Task<T> task, boolean repeatable) throws IOException {
        while (true) {
            attempt.begin();
            try {
                return task.by(client(attempt.silence()), attempt);
            } catch (FilesException failed) {
                if (!repeatable && mayHaveBeenDone(failed)) {
                    throw new IOException(
                            failed.getMessage() + "; whether it was done is not known", failed);
                }
                attempt.failed(failed);
            }
        }
    }

    private static boolean mayHaveBeenDone(FilesException failed) {
        return failed instanceof FilesException.Lost
                || (failed instanceof FilesException.Refused no && no.code().equals("late"));
    }

    private FilesClient client(Duration silence) throws IOException {
        var current = client;
        if (current == null || !current.isOpen()) {
            current = connect(silence);
            client = current;
        }
        return current;
    }

    private FilesClient connect(Duration longest) throws IOException {
        boolean isShort = longest.compareTo(limits.connect()) < 0;
        var now = limits.silence(longest).connect(isShort ? longest : limits.connect());
        try {
            var connected = FilesClient.connect(server, now);
            acquaintance.made = true;
            return connected;
        } catch (FilesException.Unreachable failed) {
            if (acquaintance.made) {
                throw failed;
            }
            throw new GaveUp(
                    "%s; is there a server? start one with: usher serve files --port %d"
                            .formatted(failed.getMessage(), server.getPort()),
                    failed);
        }
    }

    /** How the attempts at one task go. */
    final class Attempt implements Progress {
        private final Progress watcher;
        private int failures;

        /** How many of them in a row brought nothing new. */
        private int fruitless;

        private int changes;
        private boolean mismatched;

        /** How far the server said that it is with reading a file for its digest. */
        private String reading = "";

        /** Where the transfer of this attempt began; -1 if it did not. */
        private long begun = -1;

        private long farthest = -1;
        private long progressed = System.nanoTime();

        private Attempt(Progress watcher) {
            this.watcher = watcher;
        }

        private void begin() {
            begun = -1;
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
        private Duration silence() {
            var least = patience.compareTo(LEAST_SILENCE) < 0 ? patience : LEAST_SILENCE;
            var left = patienceLeft();
            return left.compareTo(least) < 0 ? least : left;
        }

        private Duration patienceLeft() {
            return patience.minusNanos(System.nanoTime() - progressed);
        }

        /** Waits for the next attempt, if there is to be one. */
        private void failed(FilesException why) throws IOException {
            if (why instanceof FilesException.Changed && ++changes <= MOST_CHANGES) {
                farthest = -1; // of another file
            } else if (isMismatch(why) && begun > 0 && !mismatched) {
                mismatched = true; // what it went on with was wrong, and is gone
            } else if (why instanceof FilesException.Changed || !why.mayPass()) {
                throw why;
            }
            noteReading(why);
            failures++;
            fruitless++;
            var pause = pause(why);
            if (pause.compareTo(patienceLeft()) >= 0) {
                throw new GaveUp(
                        (why instanceof FilesException.Busy
                                        ? "gave up: %2$s, and patience is %1$s"
                                        : "gave up after %1$s without progress: %2$s")
                                .formatted(Words.seconds(patience), why.getMessage()),
                        why);
            }
            sleep(pause);
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

        private Duration pause(FilesException why) {
            if (why instanceof FilesException.Busy busy) {
                var advised = busy.retryAfter();
                return advised.plus(random(FIRST_PAUSE.plus(advised.dividedBy(4))));
            }
            int doublings = Math.min(fruitless - 1, 10);
            var pause = FIRST_PAUSE.multipliedBy(1L << doublings);
            var longest = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            return longest.dividedBy(2).plus(random(longest.dividedBy(2)));
        }
    }

    private static boolean isMismatch(FilesException why) {
        return why instanceof FilesException.Mismatch
                || (why instanceof FilesException.Refused no && no.code().equals("mismatch"));
    }

    /** So that clients that were cut off together do not come back together. */
    private static Duration random(Duration most) {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(most.toNanos() + 1));
    }

    private static void sleep(Duration pause) throws InterruptedIOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() throws IOException {
        if (client != null) {
            client.close();
        }
    }
}
