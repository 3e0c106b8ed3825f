package dev.usher.services.files.client;

import dev.usher.services.files.Sha256;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;

/**
 * Where a download gathers: in a file beside the one that it shall be, whose name says what it is a
 * part of. So an interrupted one is found again, by another process too, and never mistaken for a
 * part of something else.
 */
final class Parts {
    private static final String END = ".part";
    private static final int NAME_DIGITS = 16;
    private static final int ATTEMPTS = 10;

    private final Path target;
    private final Path folder;
    private final String beginning;

    Parts(Path target) throws IOException {
        var name = target.getFileName();
        if (name == null) {
            throw new IOException(target + " cannot be the name of a file");
        }
        var absolute = target.toAbsolutePath();
        this.target = absolute;
        folder = absolute.resolveSibling("");
        var digits = Sha256.of(name.toString()).hex().substring(0, NAME_DIGITS);
        beginning = ".usher-" + digits + "-";
    }

    Path path(Sha256 sha256) {
        return folder.resolve(beginning + sha256 + END);
    }

    /** Whether anything of this file, or of another one of that name, is there. */
    boolean any() throws IOException {
        try (var parts = Files.newDirectoryStream(folder, beginning + "*" + END)) {
            return parts.iterator().hasNext();
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        } catch (NoSuchFileException none) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
        }
    }

    boolean has(Sha256 sha256) {
        return Files.isRegularFile(path(sha256), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Opens the part of the file with this digest, for this process alone, and deletes those of
     * other ones.
     *
     * @throws IOException if somebody else is just downloading it
     */
    Part open(Sha256 sha256) throws IOException {
        var path = path(sha256);
        clean(path);
        for (int i = 0; i < ATTEMPTS; i++) {
            var part = lock(path, StandardOpenOption.CREATE);
            if (part == null) {
                break;
            }
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                if (!hasOtherNames(path)) {
                    return part;
                }
                part.delete(); // the file that it became is in use, and must not change
            }
            part.close(); // who had it before us has given it its name
        }
        throw new FileAlreadyExistsException(
                target.toString(), null, "is being downloaded by somebody else");
    }

    /** Whether it is a whole file too: who gave it that name did not come to take away this one. */
    private static boolean hasOtherNames(Path path) throws IOException {
        try {
            return Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                            instanceof Integer names
                    && names > 1;
        } catch (UnsupportedOperationException notHere) {
            return false;
        }
    }

    private void clean(Path butFor) throws IOException {
        try (var parts = Files.newDirectoryStream(folder, beginning + "*" + END)) {
            for (var path : parts) {
                if (!path.equals(butFor) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    delete(path);
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
    }

    private void delete(Path path) throws IOException {
        try (var part = lock(path)) {
            if (part != null) { // else it is in use
                part.delete();
            }
        } catch (NoSuchFileException gone) {
            // as it should be
        }
    }

    /** The part with nobody else at it, or {@code null}. */
    private @Nullable Part lock(Path path, StandardOpenOption... options) throws IOException {
        var all = new HashSet<OpenOption>(List.of(options));
        all.add(StandardOpenOption.READ);
        all.add(StandardOpenOption.WRITE);
        all.add(LinkOption.NOFOLLOW_LINKS);
        var channel = FileChannel.open(path, all);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            locked = lock != null;
        } catch (OverlappingFileLockException inThisProcess) {
            // like any other one
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? new Part(target, path, channel) : null;
    }
}
