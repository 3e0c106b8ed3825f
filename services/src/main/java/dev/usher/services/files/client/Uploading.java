package dev.usher.services.files.client;

import dev.usher.services.files.FileName;
import dev.usher.services.files.PutOptions;
import dev.usher.services.files.Sha256;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Locale;
import java.util.Objects;

/**
 * Sends one file, from where the server says.
 *
 * @param exchange with the server
 * @param name what it shall be called there
 * @param options what the server is told of it
 * @param progress is told how far it has come
 */
record Uploading(Exchange exchange, FileName name, PutOptions options, Progress progress) {

    /** What is sent. */
    interface Source {
        /** Sends the bytes from there on, if the server wants them; returns the digest of all. */
        Sha256 send(long offset) throws IOException;
    }

    Receipt of(Source source) throws IOException {
        return exchange.of(() -> {
            long offset = Answers.ready(exchange.answer(Requests.put(name, options)));
            if (offset > mostThatTheServerMayHave()) {
                throw new FilesException.Malformed(
                        String.format(
                                Locale.ROOT,
                                "the server says that it has %,d bytes of what it cannot have",
                                offset));
            }
            exchange.isInTheMiddle();
            progress.at(offset, options.size());
            var sent = source.send(offset);
            var content = Answers.content(exchange.nextLine());
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

    private long mostThatTheServerMayHave() {
        return switch (options.start()) {
            case PutOptions.Start.Anew() -> 0;
            case PutOptions.Start.WhereItBroke() -> options.size();
            case PutOptions.Start.At(long offset) -> offset;
        };
    }

    /** A stream of all bytes: what the server has is skipped. */
    Sha256 send(InputStream bytes, long offset) throws IOException {
        var digest = Sha256.digest();
        skip(bytes, offset);
        var piece = new byte[Wire.PIECE];
        for (long at = offset; at < options.size(); ) {
            int count = bytes.readNBytes(piece, 0, (int) Math.min(piece.length, left(at)));
            if (count == 0) {
                throw shorter();
            }
            if (options.sha256() == null) { // of what is resumed it is always known
                digest.update(piece, 0, count);
            }
            if (!exchange.wire().send(ByteBuffer.wrap(piece, 0, count))) {
                break; // why not is in the answer
            }
            at += count;
            progress.at(at, options.size());
        }
        return options.sha256() == null ? Sha256.of(digest) : options.sha256();
    }

    /** A file whose digest is known: its bytes go from the disk to the network by themselves. */
    Sha256 send(FileChannel file, long offset) throws IOException {
        for (long at = offset; at < options.size(); ) {
            long count = Math.min(Wire.PIECE, left(at));
            if (!exchange.wire().send(file, at, count)) {
                break; // why not is in the answer
            }
            at += count;
            progress.at(at, options.size());
        }
        return Objects.requireNonNull(options.sha256());
    }

    private long left(long at) {
        return options.size() - at;
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
}
