package dev.usher.services.files;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder of a store, and the store's own folders in it: where uploads gather, where digests are
 * kept. They have one owner at a time, in this process or another.
 */
final class Premises implements AutoCloseable {
    private static final String UPLOADS = "uploads";
    private static final String DIGESTS = "digests";
    private static final String LOCK = "lock";

    /** A disk with less room than this is full, whatever its words for that are. */
    private static final long NO_ROOM = 1 << 20;

    /**
     * The folders that are taken in this process. A system lock belongs to a process as a whole,
     * and is lost when any file that it is on is closed there (POSIX, fcntl): so nobody must even
     * open the lock file of a folder that is taken.
     */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;
    private final Folder root;
    private final Folder uploads;
    private final Folder digests;
    private final FileStore disk;

    private Premises(Path path, FileChannel lock, Folder root, Folder own) throws IOException {
        this.path = path;
        this.lock = lock;
        this.root = root;
        uploads = own.folder(UPLOADS);
        digests = own.folder(DIGESTS);
        disk = Files.getFileStore(path);
    }

    /**
     * Takes a folder, which is made if it is not there.
     *
     * @throws IOException with a sentence for the operator
     */
    static Premises enter(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException file) {
            throw new IOException(folder + " is not a folder", file);
        }
        var path = folder.toRealPath();
        if (!TAKEN.add(path)) {
            throw inUse(folder);
        }
        try {
            return take(path, folder);
        } catch (IOException | RuntimeException failed) {
            TAKEN.remove(path);
            throw failed;
        }
    }

    private static Premises take(Path path, Path folder) throws IOException {
        var root = Folder.open(path);
        FileChannel lock = null;
        try (var own = make(root, path, FileName.RESERVED)) {
            lock = own.file(LOCK, CREATE, WRITE);
            if (!isOurs(lock)) {
                throw inUse(folder);
            }
            var ownPath = path.resolve(FileName.RESERVED);
            make(own, ownPath, UPLOADS).close();
            make(own, ownPath, DIGESTS).close();
            own.force(Disk.REAL);
            root.force(Disk.REAL);
            return new Premises(path, lock, root, own);
        } catch (NotDirectoryException other) {
            close(lock, root);
            throw new IOException(
                    path.resolve(FileName.RESERVED) + " is not what the store left there", other);
        } catch (IOException | RuntimeException failed) {
            close(lock, root);
            throw failed;
        }
    }

    private static void close(@Nullable FileChannel lock, Folder root) throws IOException {
        if (lock != null) {
            lock.close();
        }
        root.close();
    }

    private static boolean isOurs(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException taken) {
            return false;
        }
    }

    private static IOException inUse(Path folder) {
        return new IOException(
                folder + " is in use by another server; stop that one, or choose another folder");
    }

    private static Folder make(Folder parent, Path path, String segment) throws IOException {
        if (parent.attributes(segment) == null) {
            Files.createDirectory(path.resolve(segment));
        }
        return parent.folder(segment);
    }

    /** The folder of the files. */
    Folder root() {
        return root;
    }

    /** The folder where uploads gather. */
    Folder uploads() {
        return uploads;
    }

    /** The path to that folder. */
    Path uploadsPath() {
        return path.resolve(FileName.RESERVED).resolve(UPLOADS);
    }

    /** The folder where digests are kept. */
    Folder digests() {
        return digests;
    }

    /** Whether the disk has room for so many bytes now. */
    boolean hasRoom(long bytes) throws IOException {
        return bytes <= disk.getUsableSpace();
    }

    /** Rejected as {@code full}: the disk is. */
    FailureException full() {
        return FailureException.rejected("full", "the disk of the server is full");
    }

    /** What the client is to be told of a failure of the disk, if it is that it is full. */
    IOException explain(IOException failed) throws IOException {
        var words = String.valueOf(failed.getMessage());
        // The system's words for it may be in any language.
        return !(failed instanceof FailureException)
                        && (words.contains("No space left")
                                || words.contains("quota exceeded")
                                || !hasRoom(NO_ROOM))
                ? full()
                : failed;
    }

    /** What the client is to be told if the system has no descriptors left: to come back. */
    IOException explainLackOfDescriptors(IOException failed) {
        boolean isOfThatKind = failed.getClass().equals(FileSystemException.class);
        return isOfThatKind && (hasManyFilesOpen(failed) || !canOpen())
                ? FailureException.rejected("busy", "the server has too many files open")
                : failed;
    }

    private static boolean hasManyFilesOpen(IOException failed) {
        return String.valueOf(failed.getMessage()).contains("Too many open files");
    }

    /** Whether one more file can be open; the system's words may be in any language. */
    private boolean canOpen() {
        try (var itself = root.file(".", READ)) {
            return itself.isOpen();
        } catch (IOException notNow) {
            return false;
        }
    }

    /** Gives the folder back. */
    @Override
    public void close() throws IOException {
        try (lock;
                root;
                uploads;
                digests) {
            // closes all of them, whatever happens to one
        } finally {
            TAKEN.remove(path);
        }
    }
}
