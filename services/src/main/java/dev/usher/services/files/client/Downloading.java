package dev.usher.services.files.client;

import dev.usher.services.files.FileName;
import dev.usher.services.files.Sha256;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * Fetches one file: what arrives gathers in a part, which gets its name when it is whole.
 *
 * @param exchange with the server
 * @param name what it is called there
 * @param parts where it gathers
 * @param existing what becomes of a file that is here already
 * @param progress is told how far it has come
 * @param largest the most bytes that it may have
 */
record Downloading(
        Exchange exchange,
        FileName name,
        Parts parts,
        Existing existing,
        Progress progress,
        long largest) {

    /** Fetches it from its beginning. */
    Receipt begin() throws IOException {
        var content = Answers.content(exchange.answer(Requests.get(name, 0)));
        exchange.isInTheMiddle();
        try (var part = parts.open(content.sha256())) {
            part.beginAnew();
            return receive(part, content, 0, Sha256.digest());
        }
    }

    /** Goes on with the part of the file that has this digest. */
    Receipt goOn(Sha256 sha256) throws IOException {
        try (var part = parts.open(sha256)) {
            var digest = Sha256.digest();
            long offset = part.resume(digest);
            var content = rest(offset);
            exchange.isInTheMiddle();
            if (content == null || !content.sha256().equals(sha256)) {
                part.delete();
                throw new FilesException.Changed(
                        name + " was replaced while its download was being resumed");
            }
            return receive(part, content, offset, digest);
        }
    }

    /** What there is from there on; {@code null} if the file ends before it. */
    private Answers.@Nullable Content rest(long offset) throws IOException {
        try {
            return Answers.content(exchange.answer(Requests.get(name, offset)));
        } catch (FilesException.Refused no) {
            if (no.code().equals("invalid")) { // not the name, which has been used just now
                return null;
            }
            throw no;
        }
    }

    private Receipt receive(Part part, Answers.Content content, long offset, MessageDigest digest)
            throws IOException {
        if (content.count() > largest - offset) {
            throw new FilesException.TooLarge(
                    String.format(
                            Locale.ROOT,
                            "%s has more than the %,d bytes that a file may have here",
                            name,
                            largest));
        }
        long size = offset + content.count();
        progress.at(offset, size);
        receive(part, offset, size, digest);
        exchange.isThrough();
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

    private void receive(Part part, long offset, long size, MessageDigest digest)
            throws IOException {
        exchange.wire().expect();
        try (var sideline = new Sideline()) {
            for (long at = offset; at < size; ) {
                var piece = exchange.wire().piece(size - at);
                at += piece.remaining();
                if (at < size) {
                    sideline.begin(() -> write(part, digest, piece));
                } else {
                    sideline.finish(); // small files need no other thread
                    write(part, digest, piece);
                }
                progress.at(at, size);
            }
        }
    }

    private static void write(Part part, MessageDigest digest, ByteBuffer piece)
            throws IOException {
        digest.update(piece.duplicate());
        part.write(piece);
    }
}
