package dev.usher.services.files;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * An open folder. What is done in it is done by its descriptor and one segment of a name, and
 * follows no link (openat, O_NOFOLLOW): so nobody leads it elsewhere, neither by a link that is
 * there nor by one that is put there meanwhile. Belongs to whoever opened it.
 */
final class Folder implements AutoCloseable {
    private static final Path ITSELF = Path.of(".");

    private final SecureDirectoryStream<Path> stream;

    private Folder(SecureDirectoryStream<Path> stream) {
        this.stream = stream;
    }

    /**
     * Opens a folder by its path, links and all: it is the operator who said it.
     *
     * @throws IOException if there is none, or this system cannot open files by a folder's
     *     descriptor
     */
    @SuppressWarnings("StreamResourceLeak") // the folder owns it
    static Folder open(Path path) throws IOException {
        return of(Files.newDirectoryStream(path));
    }

    private static Folder of(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new Folder(secure);
        }
        stream.close();
        throw new IOException("this system cannot keep links from leading out of a folder");
    }

    /**
     * Opens a folder in this one.
     *
     * @throws NotDirectoryException if it is a file, a link, or something else
     */
    Folder folder(String segment) throws IOException {
        var attributes = attributes(segment);
        if (attributes == null) {
            throw new NoSuchFileException(segment);
        }
        if (!attributes.isDirectory()) { // opening a pipe would wait for its other end
            throw new NotDirectoryException(segment);
        }
        return of(stream.newDirectoryStream(Path.of(segment), LinkOption.NOFOLLOW_LINKS));
    }

    /** What is in this folder, each time anew; to be closed. */
    DirectoryStream<Path> content() throws IOException {
        return stream.newDirectoryStream(ITSELF, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Whether anything can be called so on this system. Where its locale is not one of UTF-8,
     * mostly only ASCII can.
     */
    static boolean canHave(String segment) {
        try {
            return !Path.of(segment).toString().isEmpty();
        } catch (InvalidPathException no) {
            return false;
        }
    }

    /** What is there under this segment; {@code null} if there is nothing, or cannot be. */
    @Nullable BasicFileAttributes attributes(String segment) throws IOException {
        if (!canHave(segment)) { // as what is there is called when it is no text here
            return null;
        }
        try {
            return stream.getFileAttributeView(
                            Path.of(segment),
                            BasicFileAttributeView.class,
                            LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /** Opens a file in this folder. */
    FileChannel file(String segment, StandardOpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return (FileChannel) stream.newByteChannel(Path.of(segment), all);
    }

    /** Moves a file or a folder, at once, in place of what is there. */
    void move(String segment, Folder target, String newSegment) throws IOException {
        stream.move(Path.of(segment), target.stream, Path.of(newSegment));
    }

    void delete(String segment) throws IOException {
        stream.deleteFile(Path.of(segment));
    }

    /** Deletes a folder in this one, if there is nothing in it. */
    void deleteFolder(String segment) throws IOException {
        stream.deleteDirectory(Path.of(segment));
    }

    /** Returns when what was done in this folder is on the disk. */
    void force(Disk disk) throws IOException {
        try (var itself = file(".", StandardOpenOption.READ)) {
            disk.force(itself);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
