package dev.usher.services.files;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
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
 *   <li>{@code mismatch}: what arrived is not what was announced
 * </ul>
 *
 * <p>Any other {@link IOException} is a failure of the disk.
 *
 * <p>Files that were put into the folder by other means are files too; links, pipes and the like
 * are not there for clients. Safe for use by many threads, which wait for the disk without holding
 * a carrier; interrupts are kept for later. Whoever opened the store closes it, after its uploads
 * and downloads.
 */
public final class FileStore implements AutoCloseable {
    /** The most entries of one listing. */
    public static final int MOST_LISTED = 10_000;

    private static final int THREADS_FOR_PIECES = 4;
    private static final int THREADS_FOR_CHORES = 4;
    private static final int THREADS_TO_SYNC = 8;
    private static final int THREADS_FOR_LISTS = 2;
    private static final int PIECE = 128 * 1024;

    /** What was written to so lately may be written to again with no other time to show for it. */
    private static final Duration JUST_NOW = Duration.ofSeconds(2);

    private final Premises premises;
    private final Leftovers leftovers;
    private final Digests digests;
    private final Quota quota;
    private final Disk disk;
    private final InstantSource clock;
    private final Catalogue catalogue;

    /** For pieces of files, each done in a moment. */
    private final DiskThreads pieces = new DiskThreads("usher-files-piece", THREADS_FOR_PIECES);

    /** For looking up names and such, each done in a moment too. */
    private final DiskThreads chores = new DiskThreads("usher-files-chore", THREADS_FOR_CHORES);

    /** For what waits until the disk has written; nobody else is to wait for that. */
    private final DiskThreads syncs = new DiskThreads("usher-files-sync", THREADS_TO_SYNC);

    /** For what looks at all files, and may take longer. */
    private final DiskThreads lists = new DiskThreads("usher-files-list", THREADS_FOR_LISTS);

    private FileStore(Premises premises, StoreLimits limits, InstantSource clock, Disk disk)
            throws IOException {
        this.premises = premises;
        this.clock = clock;
        this.disk = disk;
        leftovers =
                new Leftovers(
                        premises.uploads(), premises.uploadsPath(), limits.resumable(), clock);
        digests = new Digests(premises.digests());
        quota = new Quota(limits);
        catalogue = new Catalogue(premises.root(), leftovers, digests, quota, disk);
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
        quota.checkFile(options.size());
        quota.takeUpload();
        try {
            chores.run(() -> leftovers.cleanSometimes(quota));
            check(name, options.condition());
            return begin(name, options, progress);
        } catch (IOException | RuntimeException | Error failed) {
            quota.giveUpload();
            throw failed;
        }
    }

    private static void tellNobody() {}

    private Upload begin(FileName name, PutOptions options, Runnable progress) throws IOException {
        var part = chores.call(() -> part(name, options));
        long kept = 0;
        long taken = 0;
        try {
            kept = chores.call(() -> cut(part, options));
            long lacking = options.size() - kept;
            chores.run(() -> makeRoom(lacking));
            quota.takeBytes(lacking);
            taken = lacking;
            var digest = Sha256.digest();
            feed(digest, part.channel(), kept, progress);
            return new Upload(this, name, options, part, digest, kept);
        } catch (IOException | RuntimeException | Error failed) {
            release(part, kept == 0, taken);
            throw failed;
        }
    }

    private Part part(FileName name, PutOptions options) throws IOException {
        var sha256 = options.sha256();
        if (sha256 == null) {
            return leftovers.once();
        }
        boolean anew = options.start() instanceof PutOptions.Start.Anew;
        return anew && leftovers.isInUse(name, options.size(), sha256)
                ? leftovers.once()
                : leftovers.resumable(name, options.size(), sha256);
    }

    /** If there is none, at the cost of broken uploads that nobody may ever go on with. */
    private void makeRoom(long bytes) throws IOException {
        if (!quota.hasRoom(bytes) || !premises.hasRoom(bytes)) {
            leftovers.drop(quota);
        }
        if (!premises.hasRoom(bytes)) {
            throw premises.full();
        }
    }

    /** Drops what the client does not want to go on with; returns how much is left. */
    private long cut(Part part, PutOptions options) throws IOException {
        long kept = part.channel().size();
        long wanted =
                switch (options.start()) {
                    case PutOptions.Start.Anew _ -> 0;
                    case PutOptions.Start.WhereItBroke _ -> kept;
                    case PutOptions.Start.At(long offset) -> Math.min(offset, kept);
                };
        part.channel().truncate(wanted).position(wanted);
        quota.giveBytes(kept - wanted);
        return wanted;
    }

    /** Feeds a digest with the beginning of a file. */
    private void feed(MessageDigest digest, FileChannel file, long length, Runnable progress)
            throws IOException {
        var piece = ByteBuffer.allocate((int) Math.min(PIECE, length));
        for (long offset = 0; offset < length; offset += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE, length - offset));
            if (read(file, offset, piece) < piece.limit()) {
                throw new IOException("a file has become shorter while it was read");
            }
            pieces.run(() -> digest.update(piece.flip()));
            progress.run();
        }
    }

    /** Writes, and feeds the digest. */
    void write(Part part, MessageDigest digest, ByteBuffer bytes) throws IOException {
        try {
            pieces.run(() -> {
                digest.update(bytes.duplicate());
                while (bytes.hasRemaining()) {
                    disk.write(part.channel(), bytes);
                }
            });
        } catch (IOException failed) {
            throw premises.explain(failed);
        }
    }

    void force(Part part) throws IOException {
        try {
            syncs.run(() -> disk.force(part.channel()));
        } catch (IOException failed) {
            throw premises.explain(failed);
        }
    }

    StoredFile commit(Upload upload, FileName name, Condition condition, Sha256 sha256)
            throws IOException {
        force(upload.part());
        try {
            var content = chores.call(() -> upload.part().content());
            chores.run(() -> digests.keep(content, sha256));
            boolean done = false;
            while (!done) { // each time somebody else was faster, the condition is to be seen anew
                var seen = check(name, condition);
                done = syncs.call(() -> catalogue.put(upload, name, condition, seen));
            }
            return new StoredFile(name, content.size(), content.modified(), sha256);
        } catch (IOException failed) {
            throw premises.explain(failed);
        }
    }

    /** Ends an upload. */
    void end(Part part, boolean delete, long bytesBack) throws IOException {
        try {
            release(part, delete, bytesBack);
        } finally {
            quota.giveUpload();
        }
    }

    private void release(Part part, boolean delete, long bytesBack) throws IOException {
        chores.run(() -> {
            try (part) {
                if (delete) {
                    digests.forget(part.content());
                    part.delete();
                }
            } finally {
                quota.giveBytes(bytesBack);
            }
        });
    }

    /**
     * What is there under this name now; {@code null} if nothing is.
     *
     * @throws FailureException rejected, if the condition does not hold
     */
    private @Nullable Fingerprint check(FileName name, Condition condition) throws IOException {
        if (condition instanceof Condition.IfMatch(var wanted)) {
            return match(name, wanted);
        }
        var seen = chores.find(() -> catalogue.look(name));
        if (seen != null && condition instanceof Condition.IfAbsent) {
            throw FailureException.rejected("exists", "there is a file " + name);
        }
        return seen;
    }

    private Fingerprint match(FileName name, Sha256 wanted) throws IOException {
        var file = chores.call(() -> catalogue.open(name));
        try (var _ = file.channel()) {
            var actual = digest(file, FileStore::tellNobody);
            if (!actual.equals(wanted)) {
                throw FailureException.rejected(
                        "changed", "the sha256 of " + name + " is " + actual);
            }
            return file.content();
        }
    }

    private Sha256 digest(Catalogue.OpenFile file, Runnable progress) throws IOException {
        var content = file.content();
        var known = chores.find(() -> digests.find(content));
        if (known != null) {
            return known;
        }
        var digest = Sha256.digest();
        feed(digest, file.channel(), content.size(), progress);
        var sha256 = Sha256.of(digest);
        if (content.modified().isBefore(clock.instant().minus(JUST_NOW))) {
            chores.run(() -> digests.keep(content, sha256));
        }
        return sha256;
    }

    /** Opens a file for reading. */
    public Download get(FileName name) throws IOException {
        return get(name, FileStore::tellNobody);
    }

    /**
     * Opens a file for reading.
     *
     * @param progress is run now and then while the file is read for its digest, should that not be
     *     known: it takes its time if the file is large
     */
    public Download get(FileName name, Runnable progress) throws IOException {
        quota.takeDownload();
        try {
            var file = chores.call(() -> catalogue.open(name));
            try {
                var content = file.content();
                var sha256 = digest(file, progress);
                var stored = new StoredFile(name, content.size(), content.modified(), sha256);
                return new Download(this, stored, file.channel());
            } catch (IOException | RuntimeException | Error failed) {
                file.channel().close();
                throw failed;
            }
        } catch (IOException | RuntimeException | Error failed) {
            quota.giveDownload();
            throw failed;
        }
    }

    int read(FileChannel file, long offset, ByteBuffer into) throws IOException {
        int room = into.remaining();
        pieces.run(() -> {
            long at = offset;
            for (int some = 0; some >= 0 && into.hasRemaining(); at += some) {
                some = file.read(into, at);
            }
        });
        return room - into.remaining();
    }

    /** Ends a download. */
    void end(FileChannel file) throws IOException {
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

    /** What is known of a file; with progress as for {@link #get(FileName, Runnable)}. */
    public StoredFile stat(FileName name, Runnable progress) throws IOException {
        try (var download = get(name, progress)) {
            return download.file();
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
     */
    public List<FileEntry> list(String prefix, String after, int limit) throws IOException {
        checkLimit(limit);
        return lists.call(() -> new Listing(prefix, after, limit).of(premises.root()));
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
            var seen = check(name, condition);
            done = syncs.call(() -> catalogue.delete(name, condition, seen));
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
            var seen = check(to, condition);
            done = syncs.call(() -> catalogue.rename(from, to, condition, seen));
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
        lists.close();
        syncs.close();
        chores.close();
        pieces.close();
        premises.close();
    }
}
