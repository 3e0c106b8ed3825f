package dev.usher.services.files;

import dev.usher.FailureException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Files under one folder. A file appears whole or not at all, and what is acknowledged is on the
 * disk. Nothing outside of the folder can be reached: names are checked when they are made, and
 * links are not followed.
 *
 * <p>What cannot be done is thrown as a {@link FailureException}, {@linkplain
 * FailureException#rejected rejected} with one of these codes and a sentence for the client:
 *
 * <ul>
 *   <li>{@code invalid}: there can be no file of that name
 *   <li>{@code not-found}: there is none
 *   <li>{@code exists}, {@code changed}: the {@link Condition} does not hold
 *   <li>{@code too-large}, {@code full}: above the {@link StoreLimits}, or the disk is full
 *   <li>{@code busy}: too much at once
 *   <li>{@code digesting}: the file is large, and is still being read for its digest
 *   <li>{@code mismatch}: what arrived is not what was announced
 * </ul>
 *
 * <p>Any other {@link IOException} is a failure of the disk.
 *
 * <p>Files that were put into the folder by other means are files too; links, pipes and the like
 * are not there for clients. Safe for use by many threads, which wait for the disk without holding
 * a carrier; interrupts are kept for later, but for lists. Whoever opened the store closes it,
 * after its uploads and downloads.
 */
public final class FileStore implements AutoCloseable {
    /** The most entries of one listing. */
    public static final int MOST_LISTED = 10_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Premises premises;
    private final Quota quota;
    private final StoreThreads threads;
    private final Readings readings;
    private final Catalogue catalogue;
    private final Conditions conditions;
    private final Uploads uploads;

    private FileStore(Premises premises, StoreLimits limits, InstantSource clock, Disk disk)
            throws IOException {
        this.premises = premises;
        quota = new Quota(limits);
        var leftovers =
                new Leftovers(
                        premises.uploads(), premises.uploadsPath(), limits.resumable(), clock);
        var digests = new Digests(premises.digests());
        threads = new StoreThreads(premises::explainLackOfDescriptors);
        readings = new Readings(digests, threads, clock, PATIENCE);
        catalogue = new Catalogue(premises.root(), leftovers, digests, quota, disk);
        conditions = new Conditions(catalogue, readings, threads.chores());
        uploads =
                new Uploads(
                        premises, leftovers, digests, quota, disk, threads, catalogue, conditions);
        leftovers.take(quota);
        digests.forgetAllBut(Inventory.take(premises.root(), quota));
    }

    /**
     * Opens the store in this folder, which is made if it is not there.
     *
     * @throws IOException with a sentence for the operator: the folder is in use by another store,
     *     or cannot be used
     */
    public static FileStore open(Path folder, StoreLimits limits) throws IOException {
        return open(folder, limits, InstantSource.system(), Disk.REAL);
    }

    static FileStore open(Path folder, StoreLimits limits, InstantSource clock, Disk disk)
            throws IOException {
        var premises = Premises.enter(folder);
        try {
            return new FileStore(premises, limits, clock, disk);
        } catch (IOException | RuntimeException failed) {
            premises.close();
            throw failed;
        }
    }

    /** Begins an upload; what was kept of a broken one is read again before, if it is resumed. */
    public Upload put(FileName name, PutOptions options) throws IOException {
        return put(name, options, FileStore::tellNobody);
    }

    /**
     * Begins an upload.
     *
     * @param progress is run now and then while what was kept of a broken one is read again, which
     *     takes its time if it is large
     */
    public Upload put(FileName name, PutOptions options, Runnable progress) throws IOException {
        return uploads.begin(name, options, progress);
    }

    private static void tellNobody() {}

    /** Opens a file for reading. Its digest is found out when it is asked for. */
    public Download get(FileName name) throws IOException {
        quota.takeDownload();
        try {
            var file = threads.chores().call(() -> catalogue.open(name));
            return new Download(this, name, file);
        } catch (IOException | RuntimeException | Error failed) {
            quota.giveDownload();
            throw failed;
        }
    }

    int read(FileChannel file, long offset, ByteBuffer into) throws IOException {
        int room = into.remaining();
        threads.pieces()
                .run(() -> {
                    long at = offset;
                    for (int some = 0; some >= 0 && into.hasRemaining(); at += some) {
                        some = file.read(into, at);
                    }
                });
        return room - into.remaining();
    }

    Sha256 digest(OpenFile file, Runnable progress) throws IOException {
        return readings.digest(file, progress);
    }

    /** Ends a download. */
    void end(OpenFile file) throws IOException {
        try {
            file.close();
        } finally {
            quota.giveDownload();
        }
    }

    /** What is known of a file. */
    public StoredFile stat(FileName name) throws IOException {
        return stat(name, FileStore::tellNobody);
    }

    /** What is known of a file; with progress as for {@link Download#file(Runnable)}. */
    public StoredFile stat(FileName name, Runnable progress) throws IOException {
        try (var download = get(name)) {
            return download.file(progress);
        }
    }

    /**
     * The first files whose names begin with a prefix and come after another name, in the order of
     * names. To see the next ones, ask for those after the last one.
     *
     * @param prefix what names begin with; everything begins with the empty one
     * @param after what names come after, be there such a file or not; the empty one is before all
     * @param limit how many at most; 1 to {@link #MOST_LISTED}
     * @throws IllegalArgumentException if the limit is not in its range
     * @throws java.io.InterruptedIOException if the caller is interrupted meanwhile
     */
    public List<FileEntry> list(String prefix, String after, int limit) throws IOException {
        checkLimit(limit);
        return threads.lists()
                .callWhileWanted(() -> new Listing(prefix, after, limit).of(premises.root()));
    }

    static void checkLimit(int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "the limit is %,d; allowed is 1 to %,d",
                            limit,
                            MOST_LISTED));
        }
    }

    /** Deletes a file, and the folders on the way to it that have nothing else in them. */
    public void delete(FileName name, Condition condition) throws IOException {
        boolean done = false;
        while (!done) {
            var seen = conditions.check(name, condition, FileStore::tellNobody);
            done = threads.syncs().call(() -> catalogue.delete(name, condition, seen));
        }
    }

    /**
     * Gives a file another name, in place of what is there.
     *
     * @param condition what must be true of the new name
     */
    public void rename(FileName from, FileName to, Condition condition) throws IOException {
        boolean done = false;
        while (!done) {
            var seen = conditions.check(to, condition, FileStore::tellNobody);
            done = threads.syncs().call(() -> catalogue.rename(from, to, condition, seen));
        }
    }

    /** How many bytes are taken, by files, by uploads in progress and by what is kept of others. */
    public long bytes() {
        return quota.bytes();
    }

    /** How many files there are. */
    public int files() {
        return quota.files();
    }

    /** Ends when what was begun is done, and gives the folder back. */
    @Override
    public void close() throws IOException {
        threads.close();
        premises.close();
    }
}
