package dev.usher.services.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Set;

/**
 * The digests of files that have been read whole already: for each a small file of its own, beside
 * the files and not in them, called by the file's number, so that it stays with the file when that
 * gets another name. It says of which fingerprint it is, and counts for no other. To lose it costs
 * another reading and nothing else, so nobody waits for the disk to have it.
 */
final class Digests {
    private static final int MOST_BYTES = 512;

    private final Folder folder;

    Digests(Folder folder) {
        this.folder = folder;
    }

    /** The digest of this content, if it is known. */
    @Nullable Sha256 find(Fingerprint content) throws IOException {
        var bytes = ByteBuffer.allocate(MOST_BYTES);
        try (var file = folder.file(content.file(), READ)) {
            while (file.read(bytes) > 0) {
                // until it is full or all is read
            }
        } catch (NoSuchFileException unknown) {
            return null;
        }
        var line = new String(bytes.array(), 0, bytes.position(), US_ASCII);
        var beginning = content + " ";
        if (!line.startsWith(beginning) || !line.endsWith("\n")) {
            return null; // of another content, or not written to its end
        }
        try {
            return new Sha256(line.substring(beginning.length(), line.length() - 1));
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }

    private void keep(Fingerprint content, Sha256 digest) throws IOException {
        var line = ByteBuffer.wrap((content + " " + digest + "\n").getBytes(US_ASCII));
        try (var file = folder.file(content.file(), CREATE, TRUNCATE_EXISTING, WRITE)) {
            while (line.hasRemaining()) {
                file.write(line);
            }
        }
    }

    /** The same if it can be done just now; if not, the file will be read another time. */
    void tryToKeep(Fingerprint content, Sha256 digest) {
        try {
            keep(content, digest);
        } catch (IOException notNow) {
            // What was written of it is not taken for a digest.
        }
    }

    /** Forgets what was kept of a file that is gone. */
    void forget(Fingerprint content) throws IOException {
        delete(content.file());
    }

    /** Forgets all but the files of these numbers. */
    void forgetAllBut(Set<String> files) throws IOException {
        try (var content = folder.content()) {
            for (var path : content) {
                var file = String.valueOf(path.getFileName());
                if (!files.contains(file)) {
                    delete(file);
                }
            }
        }
    }

    private void delete(String file) throws IOException {
        try {
            folder.delete(file);
        } catch (NoSuchFileException gone) {
            // as it should be
        }
    }
}
