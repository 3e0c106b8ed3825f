package dev.usher.services.files.client;

import dev.usher.Output;
import dev.usher.services.files.FileName;
import dev.usher.services.files.PutOptions;
import dev.usher.services.files.Sha256;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends one file, from where the server says.
 *
 * @param exchange with the server
 * @param name what it shall be called there
 * @param options what the server is told of it
 * @param bytes all of the file: what the server has is skipped
 * @param progress is told how far it has come
 */
record Uploading(
        Exchange exchange,
        FileName name,
        PutOptions options,
        InputStream bytes,
        Progress progress) {

    Receipt send() throws IOException, InterruptedException {
        var passage = new Passage();
        var sent = new AtomicReference<Sha256>();
        var request =
                new Request.Put(
                        Requests.put(name, options),
                        exchange.silence(),
                        (offset, output) -> passage.pass(() -> sent.set(send(offset, output))));
        var line = exchange.pass(request, passage);
        var content = Answers.content(line);
        var digest = sent.get();
        if (digest == null) {
            throw Answers.unexpected(line, "OK ready");
        }
        if (content.count() != options.size() || !content.sha256().equals(digest)) {
            throw new FilesException.Mismatch(
                    String.format(
                            Locale.ROOT,
                            "the server has stored %,d bytes with the digest %s instead",
                            content.count(),
                            content.sha256()));
        }
        return new Receipt(name, content.count(), content.sha256());
    }

    private Sha256 send(long offset, Output output) throws IOException {
        if (offset > mostThatTheServerMayHave()) {
            throw new FilesException.Malformed(
                    String.format(
                            Locale.ROOT,
                            "the server says that it has %,d bytes of what it cannot have",
                            offset));
        }
        progress.at(offset, options.size());
        skip(offset);
        var digest = Sha256.digest();
        var piece = new byte[Part.PIECE];
        for (long at = offset; at < options.size(); ) {
            int most = (int) Math.min(piece.length, options.size() - at);
            int count = bytes.readNBytes(piece, 0, most);
            if (count == 0) {
                throw shorter();
            }
            if (options.sha256() == null) { // of what is resumed it is always known
                digest.update(piece, 0, count);
            }
            Passage.over(() -> {
                output.write(piece, 0, count);
                return piece;
            });
            at += count;
            progress.at(at, options.size());
        }
        return options.sha256() == null ? Sha256.of(digest) : options.sha256();
    }

    private long mostThatTheServerMayHave() {
        return switch (options.start()) {
            case PutOptions.Start.Anew() -> 0;
            case PutOptions.Start.WhereItBroke() -> options.size();
            case PutOptions.Start.At(long offset) -> offset;
        };
    }

    private void skip(long count) throws IOException {
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
