package dev.usher.services.files.client;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;
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
 * transfers go on where they were. Files of any size pass in pieces of 64 KiB. Not safe for use by
 * many threads.
 */
public final class FilesClient implements AutoCloseable {
    private static final int LONGEST_LINE = 64 * 1024;

    /** A name in JSON takes up to 2 KiB. */
    private static final int LONGEST_LIST = 4 << 20;

    private static final int PAGE = 500;
    private static final int MOST_LISTED = 10_000_000;

    private final Wire wire;
    private final ClientLimits limits;

    /** Whether bytes of a file are on their way, which end a connection if they do not come all. */
    private boolean inTheMiddle;

    private FilesClient(Wire wire, ClientLimits limits) {
        this.wire = wire;
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

    /** Something that is asked. */
    private interface Question<T> {
        T ask() throws IOException;
    }

    /** Asks, and closes the connection if nobody knows then what comes next on it. */
    private <T> T exchange(Question<T> question) throws IOException {
        boolean orderly = false;
        try {
            inTheMiddle = false;
            var answer = question.ask();
            orderly = true;
            return answer;
        } catch (FilesException.Refused no) {
            orderly = !inTheMiddle && !no.isLast();
            throw no;
        } finally {
            if (!orderly) {
                wire.close();
            }
        }
    }

    /** Sends a line, and waits for the one that answers it. */
    private String answer(String line, int longest) throws FilesException {
        if (!wire.isOpen()) {
            throw new FilesException.Lost("the connection was closed before", null);
        }
        wire.send(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
        wire.expect();
        return wire.line(longest);
    }

    private String answer(String line) throws FilesException {
        return answer(line, LONGEST_LINE);
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
        try (var bytes = Files.newInputStream(file)) {
            return put(name, options, bytes, Progress.UNWATCHED);
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
        return exchange(() -> {
            long offset = Answers.ready(answer(Requests.put(name, options)));
            if (offset > mostThatTheServerMayHave(options)) {
                throw new FilesException.Malformed(
                        String.format(
                                Locale.ROOT,
                                "the server says that it has %,d bytes of what it cannot have",
                                offset));
            }
            inTheMiddle = true;
            var sent = send(options, offset, bytes, progress);
            wire.expect();
            var content = Answers.content(wire.line(LONGEST_LINE));
            if (content.count() != options.size() || !content.sha256().equals(sent)) {
                throw new FilesException.Mismatch(
                        String.format(
                                Locale.ROOT,
                                "the server has stored %,d bytes with the digest %s instead",
                                content.count(),
                                content.sha256()));
            }
            return new Receipt(name, content.count(), content.sha256());
        });
    }

    private static long mostThatTheServerMayHave(PutOptions options) {
        return switch (options.start()) {
            case PutOptions.Start.Anew() -> 0;
            case PutOptions.Start.WhereItBroke() -> options.size();
            case PutOptions.Start.At(long offset) -> offset;
        };
    }

    /** Sends the bytes from there on; returns the digest of all. */
    private Sha256 send(PutOptions options, long offset, InputStream bytes, Progress progress)
            throws IOException {
        long size = options.size();
        var digest = Sha256.digest();
        progress.at(offset, size);
        skip(bytes, offset);
        var piece = new byte[Wire.PIECE];
        for (long at = offset; at < size; ) {
            int count = bytes.readNBytes(piece, 0, (int) Math.min(piece.length, size - at));
            if (count == 0) {
                throw shorter();
            }
            digest.update(piece, 0, count);
            if (!wire.send(ByteBuffer.wrap(piece, 0, count))) {
                break; // why not is in the answer
            }
            at += count;
            progress.at(at, size);
        }
        // Of what is resumed there is always one.
        return options.sha256() == null ? Sha256.of(digest) : options.sha256();
    }

    private static void skip(InputStream bytes, long count) throws IOException {
        try {
            bytes.skipNBytes(count);
        } catch (EOFException end) {
            throw (EOFException) shorter().initCause(end);
        }
    }

    private static EOFException shorter() {
        return new EOFException("the file has become shorter while it was sent");
    }

    /**
     * Gets a file. It appears under its name when it is whole, verified and on the disk. Until then
     * it gathers in one beside it; if the download breaks, that stays, and the next one goes on
     * with it, should the server still have the same file.
     *
     * @throws FilesException.Refused as {@code not-found} if there is none
     * @throws java.nio.file.FileAlreadyExistsException if there is a file here that is to be kept
     */
    public Receipt get(FileName name, Path target, Existing existing, Progress progress)
            throws IOException {
        if (existing == Existing.KEEP && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw Part.isThere(target);
        }
        var parts = new Parts(target);
        var resumed = parts.any() ? stat(name).sha256() : null;
        return exchange(() ->
                resumed != null && parts.has(resumed)
                        ? goOn(name, parts, resumed, existing, progress)
                        : begin(name, parts, existing, progress));
    }

    private Receipt begin(FileName name, Parts parts, Existing existing, Progress progress)
            throws IOException {
        var content = Answers.content(answer(Requests.get(name, 0)));
        inTheMiddle = true;
        try (var part = parts.open(content.sha256())) {
            part.beginAnew();
            return receive(name, part, content, 0, Sha256.digest(), existing, progress);
        }
    }

    private Receipt goOn(
            FileName name, Parts parts, Sha256 sha256, Existing existing, Progress progress)
            throws IOException {
        try (var part = parts.open(sha256)) {
            var digest = Sha256.digest();
            long offset = part.resume(digest);
            var content = rest(name, offset);
            inTheMiddle = true;
            if (content == null || !content.sha256().equals(sha256)) {
                part.delete();
                throw new FilesException.Changed(
                        name + " was replaced while its download was being resumed");
            }
            return receive(name, part, content, offset, digest, existing, progress);
        }
    }

    /** What there is from there on; {@code null} if the file ends before it. */
    private Answers.@Nullable Content rest(FileName name, long offset) throws IOException {
        try {
            return Answers.content(answer(Requests.get(name, offset)));
        } catch (FilesException.Refused no) {
            if (no.code().equals("invalid")) { // not the name, which has been used just now
                return null;
            }
            throw no;
        }
    }

    private Receipt receive(
            FileName name,
            Part part,
            Answers.Content content,
            long offset,
            MessageDigest digest,
            Existing existing,
            Progress progress)
            throws IOException {
        if (content.count() > limits.fileSize() - offset) {
            throw new FilesException.Malformed(
                    String.format(
                            Locale.ROOT,
                            "%s has more than the %,d bytes that a file may have here",
                            name,
                            limits.fileSize()));
        }
        long size = offset + content.count();
        progress.at(offset, size);
        wire.expect();
        for (long at = offset; at < size; ) {
            var piece = wire.piece(size - at);
            digest.update(piece.duplicate());
            at += piece.remaining();
            part.write(piece);
            progress.at(at, size);
        }
        inTheMiddle = false;
        var arrived = Sha256.of(digest);
        if (!arrived.equals(content.sha256())) {
            part.delete();
            throw new FilesException.Mismatch(
                    "what arrived of %s has not the digest that the server says; it was deleted"
                            .formatted(name));
        }
        part.appear(existing);
        return new Receipt(name, size, arrived);
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
                    exchange(() ->
                            Answers.files(
                                    answer(Requests.list(prefix, after, PAGE), LONGEST_LIST)));
            for (var file : page) {
                boolean inOrder = last == null || file.name().compareTo(last) > 0;
                if (!inOrder || !file.name().toString().startsWith(prefix)) {
                    wire.close();
                    throw new FilesException.Malformed(
                            "the server lists " + file.name() + " where it cannot be");
                }
                last = file.name();
                files.accept(file);
            }
            listed += page.size();
            more = page.size() >= PAGE;
            if (page.size() > PAGE || (more && listed >= MOST_LISTED)) {
                wire.close();
                throw new FilesException.Malformed("the server lists more files than it may");
            }
        }
    }

    /** What is known of a file. */
    public StoredFile stat(FileName name) throws IOException {
        return exchange(() -> {
            var file = Answers.file(answer(Requests.stat(name)));
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
        exchange(() -> {
            Answers.ok(answer(request));
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
        exchange(() -> {
            Answers.ok(answer(request));
            return to;
        });
    }

    /** Whether it can be asked for something else; if not, connect another one. */
    public boolean isOpen() {
        return wire.isOpen();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
