package dev.usher.services.files.client;

import dev.usher.services.files.Condition;
import dev.usher.services.files.FileEntry;
import dev.usher.services.files.FileName;
import dev.usher.services.files.PutOptions;
import dev.usher.services.files.Sha256;
import dev.usher.services.files.StoredFile;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The other end of the files service over lines: puts, gets, lists and renames files over one
 * connection, one after another.
 *
 * <pre>{@code
 * try (var client = FilesClient.connect(new InetSocketAddress("127.0.0.1", 12005))) {
 *     client.put(FileName.of("notes.txt"), Path.of("notes.txt"));
 *     client.get(FileName.of("notes.txt"), Path.of("copy.txt"), Existing.KEEP, Progress.UNWATCHED);
 * }
 * }</pre>
 *
 * <p>Every method waits for the server, no longer than the {@link ClientLimits} say, and throws a
 * {@link FilesException} that says what went wrong there. After {@link FilesException.Lost}, or
 * another one that leaves it {@linkplain #isOpen() not open}, connect another client and ask again:
 * transfers go on where they were. Files of any size pass in pieces. Not safe for use by many
 * threads.
 */
public final class FilesClient implements AutoCloseable {
    /** A name in JSON takes up to 2 KiB. */
    private static final int LONGEST_LIST = 16 << 20;

    private static final int PAGE = 5_000;
    private static final int MOST_LISTED = 10_000_000;

    private final Exchange exchange;
    private final ClientLimits limits;

    private FilesClient(Wire wire, ClientLimits limits) {
        exchange = new Exchange(wire);
        this.limits = limits;
    }

    /**
     * Connects.
     *
     * @throws FilesException.Unreachable if that fails
     */
    public static FilesClient connect(InetSocketAddress server) throws IOException {
        return connect(server, ClientLimits.defaults());
    }

    /** The same, with other limits. */
    public static FilesClient connect(InetSocketAddress server, ClientLimits limits)
            throws IOException {
        return new FilesClient(Wire.to(server, limits), limits);
    }

    /** The digest of a file's bytes, as {@link PutOptions} take it. */
    public static Sha256 digest(Path file) throws IOException {
        var digest = Sha256.digest();
        var piece = new byte[Wire.PIECE];
        try (var bytes = Files.newInputStream(file)) {
            for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
                digest.update(piece, 0, count);
            }
        }
        return Sha256.of(digest);
    }

    /** Puts a file, in place of what has the name; goes on where an earlier upload of it broke. */
    public Receipt put(FileName name, Path file) throws IOException {
        var options =
                new PutOptions(
                        Files.size(file),
                        digest(file),
                        Condition.always(),
                        new PutOptions.Start.WhereItBroke());
        return put(name, options, file, Progress.UNWATCHED);
    }

    /**
     * Puts as many bytes of a file as the options say. When they say its digest, which makes the
     * server check what arrives, this costs least.
     *
     * @throws FilesException.Refused as the other way to put
     * @throws EOFException if the file has fewer bytes than that
     */
    public Receipt put(FileName name, PutOptions options, Path file, Progress progress)
            throws IOException {
        if (options.sha256() == null) {
            try (var bytes = Files.newInputStream(file)) {
                return put(name, options, bytes, progress);
            }
        }
        try (var bytes = FileChannel.open(file)) {
            var uploading = new Uploading(exchange, name, options, progress);
            return uploading.of(offset -> uploading.send(bytes, offset));
        }
    }

    /**
     * Puts as many bytes as the options say.
     *
     * @param bytes the whole file: if the upload is resumed, what the server has is skipped
     * @throws FilesException.Refused as {@code exists}, {@code changed} or {@code not-found} if the
     *     condition does not hold; as {@code mismatch} if the bytes have not the options' digest
     * @throws EOFException if there are fewer bytes than that
     */
    public Receipt put(FileName name, PutOptions options, InputStream bytes, Progress progress)
            throws IOException {
        var uploading = new Uploading(exchange, name, options, progress);
        return uploading.of(offset -> uploading.send(bytes, offset));
    }

    /**
     * Gets a file. It appears under its name when it is whole, verified and on the disk. Until then
     * it gathers in one beside it; if the download breaks, that stays, and the next one goes on
     * with it, should the server still have the same file.
     *
     * @throws FilesException.Refused as {@code not-found} if there is none
     * @throws FilesException.TooLarge if it has more bytes than {@link ClientLimits#fileSize}
     * @throws java.nio.file.FileAlreadyExistsException if there is a file here that is to be kept
     */
    public Receipt get(FileName name, Path target, Existing existing, Progress progress)
            throws IOException {
        if (existing == Existing.KEEP && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw Part.isThere(target);
        }
        var parts = new Parts(target);
        var resumed = parts.any() ? stat(name).sha256() : null;
        var downloading =
                new Downloading(exchange, name, parts, existing, progress, limits.fileSize());
        return exchange.of(() ->
                resumed != null && parts.has(resumed)
                        ? downloading.goOn(resumed)
                        : downloading.begin());
    }

    /**
     * Tells of all files whose names begin so, in their order; they are asked for in pages.
     *
     * @param prefix all of them if it is empty
     */
    public void list(String prefix, Consumer<FileEntry> files) throws IOException {
        FileName last = null;
        int listed = 0;
        boolean more = true;
        while (more) {
            var after = last;
            var page =
                    exchange.of(() ->
                            Answers.files(
                                    exchange.answer(
                                            Requests.list(prefix, after, PAGE), LONGEST_LIST)));
            for (var file : page) {
                boolean inOrder = last == null || file.name().compareTo(last) > 0;
                if (!inOrder || !file.name().toString().startsWith(prefix)) {
                    exchange.close();
                    throw new FilesException.Malformed(
                            "the server lists " + file.name() + " where it cannot be");
                }
                last = file.name();
                files.accept(file);
            }
            listed += page.size();
            more = page.size() >= PAGE;
            if (page.size() > PAGE || (more && listed >= MOST_LISTED)) {
                exchange.close();
                throw new FilesException.Malformed("the server lists more files than it may");
            }
        }
    }

    /** What is known of a file. */
    public StoredFile stat(FileName name) throws IOException {
        return exchange.of(() -> {
            var file = Answers.file(exchange.answer(Requests.stat(name)));
            if (!file.name().equals(name)) {
                throw new FilesException.Malformed(
                        "the server tells of " + file.name() + " in place of " + name);
            }
            return file;
        });
    }

    /**
     * Deletes a file, if the condition holds.
     *
     * @throws IllegalArgumentException if that is that there is none
     */
    public void delete(FileName name, Condition condition) throws IOException {
        var request = Requests.delete(name, condition);
        exchange.of(() -> {
            Answers.ok(exchange.answer(request));
            return name;
        });
    }

    /**
     * Gives a file another name, if the condition holds of that.
     *
     * @throws IllegalArgumentException if it is one of the content
     */
    public void rename(FileName from, FileName to, Condition condition) throws IOException {
        var request = Requests.rename(from, to, condition);
        exchange.of(() -> {
            Answers.ok(exchange.answer(request));
            return to;
        });
    }

    /** Whether it can be asked for something else; if not, connect another one. */
    public boolean isOpen() {
        return exchange.isOpen();
    }

    @Override
    public void close() throws IOException {
        exchange.close();
    }
}
