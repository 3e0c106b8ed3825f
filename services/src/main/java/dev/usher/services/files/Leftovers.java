package dev.usher.services.files;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.usher.FailureException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that are not whole: uploads in progress, and what has arrived of broken ones. They lie in a
 * folder of the store's own, on the file system of the files, where no client sees them. Those of
 * which name, size and digest are known can be gone on with, and are kept for a while; the others
 * are gone with their upload, or when the store is opened again.
 */
final class Leftovers {
    private static final String RESUMABLE = "resumable-";
    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(10);

    private final Folder folder;
    private final Path path;
    private final Duration resumable;
    private final InstantSource clock;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong cleanAgain = new AtomicLong();
    private final Set<String> inUse = ConcurrentHashMap.newKeySet();

    /**
     * Of this folder.
     *
     * @param path leads to it
     * @param resumable how long broken uploads are kept
     */
    Leftovers(Folder folder, Path path, Duration resumable, InstantSource clock) {
        this.folder = folder;
        this.path = path;
        this.resumable = resumable;
        this.clock = clock;
    }

    /** Counts what is there, and deletes what nobody can go on with. */
    void take(Quota quota) throws IOException {
        try (var content = folder.content()) {
            for (var entry : content) {
                var file = String.valueOf(entry.getFileName());
                var attributes = folder.attributes(file);
                if (attributes == null) {
                    continue;
                }
                if (attributes.isDirectory()) {
                    folder.deleteFolder(file);
                } else if (file.startsWith(RESUMABLE)) {
                    quota.found(attributes.size());
                } else {
                    folder.delete(file);
                }
            }
        }
        clean(quota);
    }

    /** Deletes what has been kept long enough; looks for it now and then only. */
    void cleanSometimes(Quota quota) throws IOException {
        long due = cleanAgain.get();
        if (clock.millis() >= due
                && cleanAgain.compareAndSet(due, clock.millis() + BETWEEN_CLEANINGS.toMillis())) {
            clean(quota);
        }
    }

    /** Deletes what has been kept long enough. */
    void clean(Quota quota) throws IOException {
        delete(clock.instant().minus(resumable), quota);
    }

    /** Deletes what is kept of broken uploads, however new it is. */
    void drop(Quota quota) throws IOException {
        delete(Instant.MAX, quota);
    }

    private void delete(Instant newest, Quota quota) throws IOException {
        try (var content = folder.content()) {
            for (var entry : content) {
                var file = String.valueOf(entry.getFileName());
                if (file.startsWith(RESUMABLE) && inUse.add(file)) {
                    try {
                        var attributes = folder.attributes(file);
                        if (attributes != null
                                && !attributes.lastModifiedTime().toInstant().isAfter(newest)) {
                            folder.delete(file);
                            quota.giveBytes(attributes.size());
                        }
                    } finally {
                        inUse.remove(file);
                    }
                }
            }
        }
    }

    /** A file for an upload of which nothing is known, or that somebody is at already. */
    Part once() throws IOException {
        return part("once-" + count.incrementAndGet(), false);
    }

    /**
     * The file for an upload of this name, size and digest, with what has arrived of it.
     *
     * @throws FailureException rejected as {@code busy}, if it is in progress
     */
    Part resumable(FileName name, long size, Sha256 digest) throws IOException {
        var file = file(name, size, digest);
        if (!inUse.add(file)) {
            throw FailureException.rejected("busy", "this upload is in progress already");
        }
        try {
            return part(file, true);
        } catch (IOException | RuntimeException failed) {
            inUse.remove(file);
            throw failed;
        }
    }

    /** Whether somebody uploads this just now. */
    boolean isInUse(FileName name, long size, Sha256 digest) {
        return inUse.contains(file(name, size, digest));
    }

    private static String file(FileName name, long size, Sha256 digest) {
        return RESUMABLE + Sha256.of(name + "\n" + size + "\n" + digest);
    }

    private Part part(String file, boolean keepable) throws IOException {
        return new Part(this, file, folder.file(file, CREATE, READ, WRITE), keepable);
    }

    Folder folder() {
        return folder;
    }

    void release(String file) {
        inUse.remove(file);
    }

    /**
     * Makes a folder. It is made here and moved there: the JDK makes folders by path only, and on a
     * path there may be links.
     */
    void makeFolder(Folder target, String segment) throws IOException {
        var name = "folder-" + count.incrementAndGet();
        Files.createDirectory(path.resolve(name));
        folder.move(name, target, segment);
    }
}
