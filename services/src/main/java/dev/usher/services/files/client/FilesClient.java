package dev.usher.services.files.client;

import dev.usher.services.files.Condition;
import dev.usher.services.files.FileEntry;
import dev.usher.services.files.FileName;
import dev.usher.services.files.PutOptions;
import dev.usher.services.files.Sha256;
import dev.usher.services.files.StoredFile;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

/**
 * The other end of the files service over lines: puts, gets, lists and renames files. Many threads
 * may use it at once; each has a connection for as long as it transfers, which is kept for the next
 * one.
 *
 * <pre>{@code
 * try (var client = FilesClient.to(new InetSocketAddress("127.0.0.1", 12005))) {
 *     client.put(FileName.of("notes.txt"), Path.of("notes.txt"));
 *     client.get(FileName.of("notes.txt"), Path.of("copy.txt"), Existing.KEEP, Progress.UNWATCHED);
 * }
 * }</pre>
 *
 * <p>It connects when it must, and again when the connection is lost, with growing pauses, or as
 * the server advises that has no place; transfers go on where they were, until {@linkplain
 * TransferLimits#patience patience} is over. A server that was never reached is not waited for.
 * Every method waits no longer than the {@link TransferLimits} say, and throws a {@link
 * FilesException} that says what went wrong there; interrupted, an {@link InterruptedIOException}.
 * Files of any size pass in pieces.
 */
public final class FilesClient implements AutoCloseable {
    private static final int PAGE = 1_000;
    private static final int MOST_LISTED = 10_000_000;

    /** What a server says if a condition does not hold. */
    private static final Set<String> UNMET = Set.of("exists", "changed", "not-found");

    private final Perseverance perseverance;
    private final TransferLimits limits;

    private FilesClient(Perseverance perseverance, TransferLimits limits) {
        this.perseverance = perseverance;
        this.limits = limits;
    }

    /** A client of this server. */
    public static FilesClient to(InetSocketAddress server) {
        return to(server, TransferLimits.defaults());
    }

    /** The same, with other limits. */
    public static FilesClient to(InetSocketAddress server, TransferLimits limits) {
        return new FilesClient(Perseverance.with(server, limits, null), limits);
    }

    /**
     * The same, of a server that speaks TLS.
     *
     * @param tls whom to trust; the certificate must be for the server's name or number
     */
    public static FilesClient to(InetSocketAddress server, TransferLimits limits, SSLContext tls) {
        return new FilesClient(Perseverance.with(server, limits, tls), limits);
    }

    /** The digest of a file's bytes, as {@link PutOptions} take it. */
    public static Sha256 digest(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return digest(bytes, Long.MAX_VALUE);
        }
    }

    /** Of as many bytes as the options say. */
    private static Sha256 digest(PutOptions options, Path file) throws IOException {
        if (options.sha256() != null) {
            return options.sha256();
        }
        try (var bytes = Files.newInputStream(file)) {
            return digest(bytes, options.size());
        }
    }

    private static Sha256 digest(InputStream bytes, long most) throws IOException {
        var digest = Sha256.digest();
        var piece = new byte[Part.PIECE];
        int count = 0;
        for (long left = most; left > 0 && count >= 0; left -= count) {
            count = bytes.read(piece, 0, (int) Math.min(piece.length, left));
            digest.update(piece, 0, Math.max(0, count));
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
     * server check what arrives, they may also say that a broken upload is resumed.
     *
     * @throws FilesException.Refused as the other way to put
     * @throws EOFException if the file has fewer bytes than that
     */
    public Receipt put(FileName name, PutOptions options, Path file, Progress progress)
            throws IOException {
        return perseverance.insist(
                progress,
                (exchange, attempts) -> {
                    try (var bytes = Files.newInputStream(file)) {
                        return new Uploading(exchange, name, options, bytes, attempts).send();
                    } catch (FilesException.Refused no) {
                        return perhapsDoneBefore(exchange, name, options, file, attempts, no);
                    }
                });
    }

    /**
     * The attempt before may have succeeded, and only its answer been lost. Asks over the same
     * connection, if it can: a server that has one place has none for another.
     */
    private Receipt perhapsDoneBefore(
            Exchange exchange,
            FileName name,
            PutOptions options,
            Path file,
            Attempts attempts,
            FilesException.Refused no)
            throws IOException, InterruptedException {
        if (attempts.isRepeated() && UNMET.contains(no.code())) {
            var there = exchange.isOpen() ? stat(exchange, name) : stat(name);
            if (there.size() == options.size() && there.sha256().equals(digest(options, file))) {
                return new Receipt(name, there.size(), there.sha256());
            }
        }
        throw no;
    }

    /**
     * Puts as many bytes as the options say. Once the server takes them it is not tried again,
     * since nobody can read them twice.
     *
     * @param bytes the whole file: if the upload is resumed, what the server has is skipped
     * @throws FilesException.Refused as {@code exists}, {@code changed} or {@code not-found} if the
     *     condition does not hold; as {@code mismatch} if the bytes have not the options' digest
     * @throws EOFException if there are fewer bytes than that
     */
    public Receipt put(FileName name, PutOptions options, InputStream bytes, Progress progress)
            throws IOException {
        return perseverance.insistOnBeginning(
                progress,
                (exchange, attempts) ->
                        new Uploading(exchange, name, options, bytes, attempts).send());
    }

    /**
     * Gets a file. It appears under its name when it is whole, verified and on the disk. Until then
     * it gathers in one beside it; if the download breaks, that stays, and the next one goes on
     * with it, should the server still have the same file.
     *
     * @throws FilesException.Refused as {@code not-found} if there is none
     * @throws FilesException.TooLarge if it has more bytes than {@link TransferLimits#fileSize}
     * @throws java.nio.file.FileAlreadyExistsException if there is a file here that is to be kept
     */
    public Receipt get(FileName name, Path target, Existing existing, Progress progress)
            throws IOException {
        if (existing == Existing.KEEP && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw Part.isThere(target);
        }
        var parts = new Parts(target);
        return perseverance.insist(
                progress,
                (exchange, attempts) -> {
                    var downloading =
                            new Downloading(
                                    exchange, name, parts, existing, attempts, limits.fileSize());
                    var resumed = parts.any() ? stat(exchange, name).sha256() : null;
                    return resumed != null && parts.has(resumed)
                            ? downloading.goOn(resumed)
                            : downloading.begin();
                });
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
            var page = page(prefix, last);
            for (var file : page) {
                files.accept(file);
                last = file.name();
            }
            listed += page.size();
            more = page.size() == PAGE;
            if (more && listed >= MOST_LISTED) {
                throw new FilesException.Malformed("the server lists more files than it may");
            }
        }
    }

    private List<FileEntry> page(String prefix, @Nullable FileName after) throws IOException {
        return perseverance.insist(
                Progress.UNWATCHED,
                (exchange, _) -> {
                    var page = Answers.files(exchange.answer(Requests.list(prefix, after, PAGE)));
                    check(page, prefix, after);
                    return page;
                });
    }

    private static void check(List<FileEntry> page, String prefix, @Nullable FileName after)
            throws FilesException {
        if (page.size() > PAGE) {
            throw new FilesException.Malformed("the server lists more files than it may");
        }
        var last = after;
        for (var file : page) {
            boolean inOrder = last == null || file.name().compareTo(last) > 0;
            if (!inOrder || !file.name().toString().startsWith(prefix)) {
                throw new FilesException.Malformed(
                        "the server lists " + file.name() + " where it cannot be");
            }
            last = file.name();
        }
    }

    /** What is known of a file. */
    public StoredFile stat(FileName name) throws IOException {
        return perseverance.insist(Progress.UNWATCHED, (exchange, _) -> stat(exchange, name));
    }

    private static StoredFile stat(Exchange exchange, FileName name)
            throws IOException, InterruptedException {
        var file = Answers.file(exchange.answer(Requests.stat(name)));
        if (!file.name().equals(name)) {
            throw new FilesException.Malformed(
                    "the server tells of " + file.name() + " in place of " + name);
        }
        return file;
    }

    /**
     * Deletes a file, if the condition holds.
     *
     * @throws FilesException.Unknown if no answer came; it is not asked again
     * @throws IllegalArgumentException if the condition is that there is none
     */
    public void delete(FileName name, Condition condition) throws IOException {
        Answers.ok(perseverance.once(Requests.delete(name, condition)));
    }

    /**
     * Gives a file another name, if the condition holds of that.
     *
     * @throws FilesException.Unknown if no answer came; it is not asked again
     * @throws IllegalArgumentException if it is one of the content
     */
    public void rename(FileName from, FileName to, Condition condition) throws IOException {
        Answers.ok(perseverance.once(Requests.rename(from, to, condition)));
    }

    /** Ends its connections; transfers that are under way fail. */
    @Override
    public void close() {
        perseverance.close();
    }
}
