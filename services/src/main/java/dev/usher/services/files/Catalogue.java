package dev.usher.services.files;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which name means which content, and how that changes: at once for everybody, and for good when it
 * is said to be done. Safe for use by many threads.
 *
 * <p>Who changes something has seen before whether the condition holds, which may have taken a
 * while; here it is made sure that nothing has changed since.
 */
final class Catalogue {
    private final Folder root;
    private final Leftovers leftovers;
    private final Digests digests;
    private final Quota quota;
    private final Disk disk;

    /**
     * Held while a name comes to mean another content, and while one is looked up. That takes a few
     * calls of the system, which change folders in memory; nobody who has it waits for the disk to
     * have written.
     */
    private final ReentrantLock names = new ReentrantLock();

    Catalogue(Folder root, Leftovers leftovers, Digests digests, Quota quota, Disk disk) {
        this.root = root;
        this.leftovers = leftovers;
        this.digests = digests;
        this.quota = quota;
        this.disk = disk;
    }

    /** A file that is open, and what it was at that moment. */
    record OpenFile(FileChannel channel, Fingerprint content) {}

    /** Whether something was done, and which content is gone by that. */
    private record Change(boolean done, @Nullable Fingerprint gone) {
        static final Change NONE = new Change(false, null);
    }

    /** What is there under this name now; {@code null} if nothing is. */
    @Nullable Fingerprint look(FileName name) throws IOException {
        names.lock();
        try (var place = new Place(name, root)) {
            place.find();
            return place.content();
        } catch (NoSuchFileException none) {
            return null;
        } finally {
            names.unlock();
        }
    }

    /** Opens the file of this name. */
    OpenFile open(FileName name) throws IOException {
        names.lock();
        try (var place = new Place(name, root)) {
            var content = find(place);
            return new OpenFile(place.open(), content);
        } finally {
            names.unlock();
        }
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
        throw FailureException.rejected("not-found", "there is no file " + place.name());
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
            return settle(put(upload, place, condition, seen), place);
        }
    }

    private Change put(Upload upload, Place place, Condition condition, @Nullable Fingerprint seen)
            throws IOException {
        names.lock();
        try {
            place.make(leftovers::makeFolder);
            var replaced = place.content();
            if (!holds(condition, seen, replaced)) {
                return Change.NONE;
            }
            quota.takeFile(); // for a moment one more than there will be, if one is replaced
            try {
                upload.part().moveTo(place);
            } catch (IOException failed) {
                quota.giveFile();
                throw failed;
            }
            upload.committed();
            return new Change(true, replaced);
        } finally {
            place.prune();
            names.unlock();
        }
    }

    /** Deletes the file of this name. Parameters and result as for {@link #put}. */
    boolean delete(FileName name, Condition condition, @Nullable Fingerprint seen)
            throws IOException {
        try (var place = new Place(name, root)) {
            return settle(delete(place, condition, seen), place);
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
            place.folder().delete(place.segment());
            place.prune();
            return new Change(true, content);
        } finally {
            names.unlock();
        }
    }

    /** Gives a file another name. The condition is one for that; the rest as for {@link #put}. */
    boolean rename(FileName from, FileName to, Condition condition, @Nullable Fingerprint seen)
            throws IOException {
        try (var source = new Place(from, root);
                var target = new Place(to, root)) {
            var change = rename(source, target, condition, seen);
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

    /** Counts what is gone, and waits until all is on the disk. */
    private boolean settle(Change change, Place place) throws IOException {
        if (change.done()) {
            var gone = change.gone();
            if (gone != null) {
                quota.giveFile();
                quota.giveBytes(gone.size());
                digests.forget(gone);
            }
            place.force(disk);
        }
        return change.done();
    }
}
