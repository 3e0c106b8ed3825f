package dev.usher.services.files.client;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.services.files.FileName;
import dev.usher.services.files.Sha256;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

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

    /** Takes the bytes that follow the server's answer. */
    private interface Arrival {
        Receipt of(Answers.Content content, Input input) throws IOException;
    }

    /** Fetches it from its beginning. */
    Receipt begin() throws IOException, InterruptedException {
        return fetch(
                0,
                (content, input) -> {
                    try (var part = parts.open(content.sha256())) {
                        part.beginAnew();
                        return receive(part, content, 0, Sha256.digest(), input);
                    }
                });
    }

    /** Goes on with the part of the file that has this digest. */
    Receipt goOn(Sha256 sha256) throws IOException, InterruptedException {
        try (var part = parts.open(sha256)) {
            var digest = Sha256.digest();
            long offset = part.resume(digest);
            try {
                return fetch(
                        offset,
                        (content, input) -> {
                            if (!content.sha256().equals(sha256)) {
                                throw replaced();
                            }
                            return receive(part, content, offset, digest, input);
                        });
            } catch (FilesException.Refused no) {
                if (no.code().equals("invalid")) { // not the name, which has been used just now
                    part.delete();
                    throw replaced();
                }
                throw no;
            } catch (FilesException.Changed other) {
                part.delete();
                throw other;
            }
        }
    }

    private FilesException.Changed replaced() {
        return new FilesException.Changed(
                name + " was replaced while its download was being resumed");
    }

    private Receipt fetch(long offset, Arrival arrival) throws IOException, InterruptedException {
        var passage = new Passage();
        var receipt = new AtomicReference<Receipt>();
        var request =
                new Request.Get(
                        Requests.get(name, offset),
                        (content, input) ->
                                passage.pass(() -> receipt.set(arrival.of(content, input))));
        var line = exchange.pass(request, passage);
        Answers.content(line);
        return receipt.get();
    }

    private Receipt receive(
            Part part, Answers.Content content, long offset, MessageDigest digest, Input input)
            throws IOException {
        if (content.count() > largest - offset) {
            part.delete();
            throw new FilesException.TooLarge(
                    String.format(
                            Locale.ROOT,
                            "%s has more than the %,d bytes that a file may have here",
                            name,
                            largest));
        }
        long size = offset + content.count();
        progress.at(offset, size);
        receive(part, offset, size, digest, input);
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

    private void receive(Part part, long offset, long size, MessageDigest digest, Input input)
            throws IOException {
        try (var sideline = new Sideline()) {
            for (long at = offset; at < size; ) {
                var piece = piece(input, size - at);
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

    private static ByteBuffer piece(Input input, long most) throws IOException {
        return Passage.over(() -> {
            var piece = input.readSome((int) Math.min(most, Integer.MAX_VALUE));
            if (piece == null) {
                throw new FailureException(new Failure.CutShort());
            }
            return piece;
        });
    }

    private static void write(Part part, MessageDigest digest, ByteBuffer piece)
            throws IOException {
        digest.update(piece.duplicate());
        part.write(piece);
    }
}
