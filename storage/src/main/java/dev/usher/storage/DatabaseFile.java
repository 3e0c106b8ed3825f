package dev.usher.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file of a database. It has one owner at a time, in this process or another, who holds the
 * lock file beside it. Others of its user may look into the database meanwhile; other users may
 * not.
 */
final class DatabaseFile implements AutoCloseable {
    /**
     * Those that are taken in this process. A system lock belongs to a process as a whole, and is
     * lost when any file that it is on is closed there (POSIX, fcntl): so nobody must even open the
     * lock file of one that is taken.
     */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path path;
    private final FileChannel lock;

    private DatabaseFile(Path folder, Path path, FileChannel lock) {
        this.folder = folder;
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes it; an empty one is made if it is not there, and its folder too.
     *
     * @throws IOException with a sentence for the operator
     */
    static DatabaseFile take(Path path) throws IOException {
        var folder = folder(path);
        var real = folder.resolve(path.getFileName());
        if (!TAKEN.add(real)) {
            throw inUse(path);
        }
        FileChannel lock = null;
        try {
            lock = FileChannel.open(folder.resolve(path.getFileName() + ".lock"), CREATE, WRITE);
            if (!isOurs(lock)) {
                throw inUse(path);
            }
            make(real);
            return new DatabaseFile(folder, real, lock);
        } catch (IOException | RuntimeException failed) {
            TAKEN.remove(real);
            if (lock != null) {
                lock.close();
            }
            throw failed;
        }
    }

    private static Path folder(Path path) throws IOException {
        var folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(path + " is not a file");
        }
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException file) {
            throw new IOException(folder + " is not a folder", file);
        }
        return folder.toRealPath();
    }

    private static boolean isOurs(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException taken) {
            return false;
        }
    }

    private static IOException inUse(Path path) {
        return new IOException(
                path + " is in use by another server; stop that one, or choose another folder");
    }

    private static void make(Path path) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        if (isPosix(path)) {
            // What SQLite puts beside it gets the same permissions.
            Files.createFile(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(path);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Where it is; without links. */
    Path path() {
        return path;
    }

    /** The folder that it is in; without links. */
    Path folder() {
        return folder;
    }

    /** Brings its name, and that of its folder, to the disk. */
    void force() throws IOException {
        if (isPosix(path)) { // elsewhere a folder cannot be opened
            force(folder);
            force(folder.getParent());
        }
    }

    private static void force(@Nullable Path folder) throws IOException {
        if (folder != null && Files.isReadable(folder)) {
            try (var names = FileChannel.open(folder, READ)) {
                names.force(true);
            }
        }
    }

    /** Gives it back. */
    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } finally {
            TAKEN.remove(path);
        }
    }
}
