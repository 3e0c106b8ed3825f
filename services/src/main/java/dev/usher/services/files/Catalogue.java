package dev.usher.services.files;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which name means which content, and how that changes: at once for everybody, and for good when it
 * is said to be done. Safe for use by many threads.
 *
 * <p>Who changes something has seen before whether the condition holds, which may have taken a
 * while; here it is made sure that nothing has changed since.
 */
final class Catalogue {
    /** So often who reads tries it without the lock. */
    private static final int UNDISTURBED = 3;

    private final Folder root;
    private final Leftovers leftovers;
    private final Digests digests;
    private final Quota quota;
    private final Disk disk;

    /**
     * Held while a name comes to mean another content. That takes a few calls of the system, which
     * change folders in memory; nobody who has it waits until the disk has written. But the system
     * may, if it is busy writing, so who only reads does without: a name is looked up, and a file
     * exchanged, in one step.
     */
    private final ReentrantLock names = new ReentrantLock();

    /**
     * How many changes there were. Two in a row could bring back what was there before; one cannot.
     */
    private final AtomicLong changes = new AtomicLong();

    Catalogue(Folder root, Leftovers leftovers, Digests digests, Quota quota, Disk disk) {
        this.root = root;
        this.leftovers = leftovers;
        this.digests = digests;
        this.quota = quota;
        this.disk = disk;
    }

    /** Whether something was done, and which content is gone by that. */
    private record Change(boolean done, @Nullable Fingerprint gone) {
        static final Change NONE = new Change(false, null);
    }

    /** What is there under this name now; {@code null} if nothing is. */
    @Nullable Fingerprint look(FileName name) throws IOException {
        try (var place = new Place(name, root)) {
            place.find();
            return place.content();
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /** Opens the file of this name. */
    OpenFile open(FileName name) throws IOException {
        for (int i = 0; i < UNDISTURBED; i++) {
            long before = changes.get();
            var file = tryOpen(name);
            if (file != null && changes.get() == before) {
                return file;
            }
            if (file != null) {
                file.close();
            }
        }
        names.lock();
        try {
            var file = tryOpen(name);
            if (file == null) {
                throw new IOException("a file is exchanged by others again and again");
            }
            return file;
        } finally {
            names.unlock();
        }
    }

    /** Opens the file; {@code null} if it was exchanged meanwhile, so that nobody knows which. */
    private @Nullable OpenFile tryOpen(FileName name) throws IOException {
        try (var place = new Place(name, root)) {
            var content = find(place);
            var file = place.open();
            boolean known = false;
            try {
                var still = place.content();
                known = still != null && still.file().equals(content.file());
                return known ? new OpenFile(file, content) : null;
            } finally {
                if (!known) {
                    file.close();
                }
            }
        } catch (NoSuchFileException goneMeanwhile) {
            throw notFound(name);
        }
    }

    private static FailureException notFound(FileName name) {
        return FailureException.rejected("not-found", "there is no file " + name);
    }

    private static Fingerprint find(Place place) throws IOException {
        try {
            place.find();
            var content = place.content();
            if (content != null) {
                return content;
            }
        } catch (NoSuchFileException none) {
            // as if only the last segment lacked
        }
        throw notFound(place.name());
    }

    /**
     * Gives an upload its name.
     *
     * @param seen what the condition was found to hold of
     * @return false if nothing was done, since something else is there now
     */
    boolean put(Upload upload, FileName name, Condition condition, @Nullable Fingerprint seen)
            throws IOException {
        try (var place = new Place(name, root)) {
            var change = put(upload, place, condition, seen);
            free(change.gone());
            return settle(change, place);
        }
    }

    private Change put(Upload upload, Place place, Condition condition, @Nullable Fingerprint seen)
            throws IOException {
        names.lock();
        try {
            place.make(leftovers::makeFolder);
            place.prepareToForce();
            var replaced = place.content();
            if (!holds(condition, seen, replaced)) {
                return Change.NONE;
            }
            boolean isMore = replaced == null;
            if (isMore) {
                quota.takeFile();
            }
            try {
                upload.part().moveTo(place);
            } catch (IOException failed) {
                if (isMore) {
                    quota.giveFile();
                }
                throw failed;
            }
            upload.committed();
            return new Change(true, replaced);
        } finally {
            place.prune();
            changes.incrementAndGet();
            names.unlock();
        }
    }

    /** Deletes the file of this name. Parameters and result as for {@link #put}. */
    boolean delete(FileName name, Condition condition, @Nullable Fingerprint seen)
            throws IOException {
        try (var place = new Place(name, root)) {
            var change = delete(place, condition, seen);
            freeWithItsName(change.gone());
            return settle(change, place);
        }
    }

    private Change delete(Place place, Condition condition, @Nullable Fingerprint seen)
            throws IOException {
        names.lock();
        try {
            var content = find(place);
            if (!holds(condition, seen, content)) {
                return Change.NONE;
            }
            place.prepareToForce();
            place.folder().delete(place.segment());
            place.prune();
            return new Change(true, content);
        } finally {
            changes.incrementAndGet();
            names.unlock();
        }
    }

    /** Gives a file another name. The condition is one for that; the rest as for {@link #put}. */
    boolean rename(FileName from, FileName to, Condition condition, @Nullable Fingerprint seen)
            throws IOException {
        try (var source = new Place(from, root);
                var target = new Place(to, root)) {
            var change = rename(source, target, condition, seen);
            freeWithItsName(change.gone());
            source.force(disk);
            return settle(change, target);
        }
    }

    private Change rename(
            Place source, Place target, Condition condition, @Nullable Fingerprint seen)
            throws IOException {
        names.lock();
        try {
            var content = find(source);
            target.make(leftovers::makeFolder);
            source.prepareToForce();
            target.prepareToForce();
            var replaced = target.content();
            if (!holds(condition, seen, replaced)) {
                return Change.NONE;
            }
            if (content.equals(replaced)) {
                return new Change(true, null); // it has that name already
            }
            source.folder().move(source.segment(), target.folder(), target.segment());
            return new Change(true, replaced);
        } finally {
            target.prune();
            source.prune();
            changes.incrementAndGet();
            names.unlock();
        }
    }

    /** Whether what is there is what the condition was found to hold of. */
    private static boolean holds(
            Condition condition, @Nullable Fingerprint seen, @Nullable Fingerprint now) {
        return switch (condition) {
            case Condition.Always _ -> true;
            case Condition.IfAbsent _ -> now == null;
            case Condition.IfMatch _ -> Objects.equals(seen, now);
        };
    }

    /** Counts a content that is gone, and whose name is gone too. */
    private void freeWithItsName(@Nullable Fingerprint gone) throws IOException {
        if (gone != null) {
            quota.giveFile();
        }
        free(gone);
    }

    /** Counts a content that is gone. */
    private void free(@Nullable Fingerprint gone) throws IOException {
        if (gone != null) {
            quota.giveBytes(gone.size());
            digests.forget(gone);
        }
    }

    /** Waits until all that was done is on the disk. */
    private boolean settle(Change change, Place place) throws IOException {
        if (change.done()) {
            place.force(disk);
        }
        return change.done();
    }
}
