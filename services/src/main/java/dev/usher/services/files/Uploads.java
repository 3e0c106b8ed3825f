package dev.usher.services.files;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How files come into a store: what is uploaded gathers among the leftovers, and gets its name when
 * it is whole. Safe for use by many threads.
 */
final class Uploads {
    private static final int PIECE = 128 * 1024;

    private final Premises premises;
    private final Leftovers leftovers;
    private final Digests digests;
    private final Quota quota;
    private final Disk disk;
    private final StoreThreads threads;
    private final Catalogue catalogue;
    private final Conditions conditions;

    /** What uploads in progress have not written yet: the disk must have room for all of it. */
    private final AtomicLong unwritten = new AtomicLong();

    Uploads(
            Premises premises,
            Leftovers leftovers,
            Digests digests,
            Quota quota,
            Disk disk,
            StoreThreads threads,
            Catalogue catalogue,
            Conditions conditions) {
        this.premises = premises;
        this.leftovers = leftovers;
        this.digests = digests;
        this.quota = quota;
        this.disk = disk;
        this.threads = threads;
        this.catalogue = catalogue;
        this.conditions = conditions;
    }

    Upload begin(FileName name, PutOptions options, Runnable progress) throws IOException {
        quota.checkFile(options.size());
        quota.takeUpload();
        try {
            threads.chores().run(() -> leftovers.cleanSometimes(quota));
            conditions.check(name, options.condition(), progress);
            return open(name, options, progress);
        } catch (IOException | RuntimeException | Error failed) {
            quota.giveUpload();
            throw failed;
        }
    }

    private Upload open(FileName name, PutOptions options, Runnable progress) throws IOException {
        var chores = threads.chores();
        var part = chores.call(() -> part(name, options));
        long kept = 0;
        long taken = 0;
        long promised = 0;
        try {
            kept = chores.call(() -> cut(part, options));
            long lacking = options.size() - kept;
            chores.run(() -> makeRoom(lacking));
            quota.takeBytes(lacking);
            taken = lacking;
            chores.run(() -> promise(lacking));
            promised = lacking;
            var digest = digestOf(part, kept, progress);
            return new Upload(this, name, options, part, digest, kept);
        } catch (IOException | RuntimeException | Error failed) {
            unwritten.addAndGet(-promised);
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
        if (!quota.hasRoom(bytes)) {
            leftovers.drop(quota);
        }
    }

    /**
     * Promises room on the disk, at the same cost. More than there is would be of no use to anyone:
     * all who write at once would find the disk full in the end, those who came first too.
     */
    private void promise(long bytes) throws IOException {
        long all = unwritten.addAndGet(bytes);
        boolean hasRoom = false;
        try {
            hasRoom = premises.hasRoom(all);
            if (!hasRoom) {
                leftovers.drop(quota);
                hasRoom = premises.hasRoom(all);
            }
        } finally {
            if (!hasRoom) {
                unwritten.addAndGet(-bytes);
            }
        }
        if (!hasRoom) {
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

    /** A digest that was fed with what was kept of a broken upload. */
    private MessageDigest digestOf(Part part, long length, Runnable progress) throws IOException {
        var digest = Sha256.digest();
        var piece = ByteBuffer.allocate((int) Math.min(PIECE, length));
        for (long offset = 0; offset < length; offset += piece.limit()) {
            long from = offset;
            piece.clear().limit((int) Math.min(PIECE, length - from));
            threads.pieces()
                    .run(() -> {
                        while (piece.hasRemaining()) {
                            if (part.channel().read(piece, from + piece.position()) < 0) {
                                throw new IOException("what was kept has become shorter");
                            }
                        }
                        digest.update(piece.flip());
                    });
            progress.run();
        }
        return digest;
    }

    /** Begins to write these bytes, and to feed the digest with them. */
    DiskThreads.Doing write(Part part, MessageDigest digest, ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        var writing =
                threads.pieces()
                        .begin(() -> {
                            digest.update(bytes.duplicate());
                            while (bytes.hasRemaining()) {
                                disk.write(part.channel(), bytes);
                            }
                        });
        unwritten.addAndGet(-count);
        return writing;
    }

    /** Begins to bring to the disk what was written. */
    DiskThreads.Doing force(Part part) throws IOException {
        return threads.syncs().begin(() -> disk.force(part.channel()));
    }

    /** Waits for something of an upload, and explains why it failed, if it did. */
    void await(DiskThreads.@Nullable Doing something) throws IOException {
        if (something == null) {
            return;
        }
        try {
            something.await();
        } catch (IOException failed) {
            throw premises.explain(failed);
        }
    }

    StoredFile commit(Upload upload, FileName name, Condition condition, Sha256 sha256)
            throws IOException {
        await(force(upload.part()));
        try {
            var content = threads.chores().call(() -> upload.part().content());
            threads.chores().run(() -> digests.tryToKeep(content, sha256));
            boolean done = false;
            while (!done) { // each time somebody else was faster, the condition is to be seen anew
                var seen = conditions.check(name, condition, () -> {});
                done = threads.syncs().call(() -> catalogue.put(upload, name, condition, seen));
            }
            return new StoredFile(name, content.size(), content.modified(), sha256);
        } catch (IOException failed) {
            throw premises.explain(failed);
        }
    }

    /** Ends an upload, of which so many bytes were never written. */
    void end(Part part, boolean delete, long bytesBack, long lacking) throws IOException {
        unwritten.addAndGet(-lacking);
        try {
            release(part, delete, bytesBack);
        } finally {
            quota.giveUpload();
        }
    }

    private void release(Part part, boolean delete, long bytesBack) throws IOException {
        threads.chores()
                .run(() -> {
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
}
