package dev.usher.services.files;

import dev.usher.FailureException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the files whose digests are not known, each once for all who want its digest, and to its
 * end even if they leave: so a file of any size is read for those who come back. Safe for use by
 * many threads.
 */
final class Readings {
    /** The most files that are being read: each is open. */
    private static final int MOST = 64;

    private static final int PIECE = 1 << 20;
    private static final Duration LOOK = Duration.ofMillis(500);

    /** What was written to so lately may be written to again with no other time to show for it. */
    private static final Duration JUST_NOW = Duration.ofSeconds(2);

    private final Digests digests;
    private final StoreThreads threads;
    private final InstantSource clock;
    private final Duration patience;
    private final Map<Fingerprint, Reading> readings = new ConcurrentHashMap<>();

    /**
     * Keeps what it finds out.
     *
     * @param patience how long somebody waits for a digest before he is told to come back
     */
    Readings(Digests digests, StoreThreads threads, InstantSource clock, Duration patience) {
        this.digests = digests;
        this.threads = threads;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * The digest of a file.
     *
     * @param progress is run now and then while it is waited for
     * @throws FailureException rejected as {@code digesting}, if that takes too long; as {@code
     *     busy}, if too many files are being read
     */
    Sha256 digest(OpenFile file, Runnable progress) throws IOException {
        var known = threads.chores().find(() -> digests.find(file.content()));
        return known != null ? known : join(file).await(progress);
    }

    private Reading join(OpenFile file) throws IOException {
        var content = file.content();
        var reading = readings.get(content);
        if (reading == null && readings.size() >= MOST) {
            throw FailureException.rejected(
                    "busy", "the digests of %d files are being computed".formatted(MOST));
        }
        return reading != null ? reading : begin(file.share());
    }

    private Reading begin(OpenFile file) throws IOException {
        var mine = new Reading(file);
        var first = readings.putIfAbsent(file.content(), mine);
        if (first != null) {
            file.close();
            return first;
        }
        return mine.begin();
    }

    /** A file that is being read. */
    private final class Reading {
        private final OpenFile file;
        private final MessageDigest digest = Sha256.digest();
        private final CompletableFuture<Sha256> result = new CompletableFuture<>();
        private final AtomicLong offset = new AtomicLong();

        Reading(OpenFile file) {
            this.file = file;
        }

        Reading begin() {
            threads.digests().start(this::step);
            return this;
        }

        /** Reads a piece, and leaves the thread to the others that are being read. */
        private void step() {
            boolean more = false;
            try {
                more = readPiece();
                if (more) {
                    threads.digests().start(this::step);
                }
            } catch (Throwable failed) {
                more = false;
                result.completeExceptionally(failed);
            } finally {
                if (!more) {
                    readings.remove(file.content());
                    close();
                }
            }
        }

        private void close() {
            try {
                file.close();
            } catch (IOException nothingWasWritten) {
                result.completeExceptionally(nothingWasWritten); // unless it has its result
            }
        }

        /** Whether there is more. */
        private boolean readPiece() throws IOException {
            var content = file.content();
            long from = offset.get();
            var piece = ByteBuffer.allocate((int) Math.min(PIECE, content.size() - from));
            while (piece.hasRemaining()) {
                if (file.channel().read(piece, from + piece.position()) < 0) {
                    throw new IOException("a file has become shorter while it was read");
                }
            }
            digest.update(piece.flip());
            long to = offset.addAndGet(piece.limit());
            if (to < content.size()) {
                return true;
            }
            var sha256 = Sha256.of(digest);
            if (content.modified().isBefore(clock.instant().minus(JUST_NOW))) {
                digests.tryToKeep(content, sha256);
            }
            result.complete(sha256);
            return false;
        }

        Sha256 await(Runnable progress) throws IOException {
            var look = LOOK.compareTo(patience) < 0 ? LOOK : patience;
            var waited = Duration.ZERO;
            while (true) {
                try {
                    return result.get(look.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    progress.run();
                    waited = waited.plus(look);
                    if (waited.compareTo(patience) >= 0) {
                        throw comeBack();
                    }
                } catch (ExecutionException failed) {
                    throw DiskThreads.cause(failed);
                } catch (InterruptedException nobodyWantsIt) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted");
                }
            }
        }

        private FailureException comeBack() {
            return FailureException.rejected(
                    "digesting",
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d bytes have been read for the digest; come back later",
                            offset.get(),
                            file.content().size()));
        }
    }
}
