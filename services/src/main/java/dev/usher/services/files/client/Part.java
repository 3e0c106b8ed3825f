package dev.usher.services.files.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * The file of a download that is not whole yet. Belongs to its download, which closes it; what is
 * in it stays for another time.
 */
final class Part implements AutoCloseable {
    /** How much is read at once. */
    static final int PIECE = 64 * 1024;

    private final Path target;
    private final Path path;

    /** Holds the lock. */
    private final FileChannel channel;

    private boolean isGone;

    Part(Path target, Path path, FileChannel channel) {
        this.target = target;
        this.path = path;
        this.channel = channel;
    }

    /** Feeds the digest with what is there; returns how many bytes those are. */
    long resume(MessageDigest digest) throws IOException {
        var piece = ByteBuffer.allocate(PIECE);
        channel.position(0);
        while (channel.read(piece) >= 0) {
            digest.update(piece.flip());
            piece.clear();
        }
        return channel.position();
    }

    /** Forgets what is there. */
    void beginAnew() throws IOException {
        channel.truncate(0);
        channel.position(0);
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Gives it its name, with all that it has on the disk. */
    void appear(Existing existing) throws IOException {
        channel.force(true);
        switch (existing) {
            case KEEP -> appearWhereNothingIs();
            case REPLACE -> Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        }
        isGone = true;
        forceFolder();
    }

    /** By a second name, which is given only where there is none. */
    private void appearWhereNothingIs() throws IOException {
        try {
            Files.createLink(target, path);
            Files.delete(path);
        } catch (FileAlreadyExistsException there) {
            throw isThere(target);
        } catch (FileSystemException | UnsupportedOperationException noLinksHere) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw isThere(target);
            }
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The sentence about a file that is in the way. */
    static FileAlreadyExistsException isThere(Path target) {
        return new FileAlreadyExistsException(target.toString(), null, "is there already");
    }

    private void forceFolder() throws IOException {
        FileChannel folder;
        try {
            folder = FileChannel.open(target.resolveSibling(""), StandardOpenOption.READ);
        } catch (IOException notHere) {
            return; // some systems do not open folders, and keep names by themselves
        }
        try (folder) {
            folder.force(true);
        }
    }

    void delete() throws IOException {
        isGone = true;
        Files.deleteIfExists(path);
    }

    /** Lets others have it; deletes it if there is nothing to go on with. */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (!isGone && Files.size(path) == 0) { // not the channel's: it may have been closed
                delete();
            }
        }
    }
}
