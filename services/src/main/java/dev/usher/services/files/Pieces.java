package dev.usher.services.files;

import dev.usher.Call;
import dev.usher.Output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Brings files from clients to the store and back, one piece after another: a client holds the
 * memory for two, of which one arrives while the other one is written.
 */
final class Pieces {
    /** As much as is sent at once. A client that takes or brings less in a deadline is too slow. */
    private static final int PIECE = 64 * 1024;

    private Pieces() {}

    /** Writes what the client sends to the upload, until that has all its bytes. */
    static void receive(Upload upload, Call<?> call) throws IOException {
        var body = call.body(upload.size() - upload.offset());
        long length = upload.size() - upload.offset();
        var piece = new byte[(int) Math.min(PIECE, length)];
        var next = new byte[(int) Math.min(PIECE, length - piece.length)];
        while (upload.offset() < upload.size()) {
            int wanted = (int) Math.min(piece.length, upload.size() - upload.offset());
            int arrived = 0;
            try {
                while (arrived < wanted) {
                    if (!call.connection().input().arrivesWithin(Duration.ZERO)) {
                        upload.awaitWritten(); // or else a client that waits would not be told
                    }
                    arrived += body.read(piece, arrived, wanted - arrived);
                }
            } finally {
                if (upload.isIntact()) { // if the client is lost here, this can be gone on with
                    upload.writeLater(ByteBuffer.wrap(piece, 0, arrived));
                }
            }
            call.renewDeadline();
            var written = piece;
            piece = next;
            next = written;
        }
    }

    /** Writes a file from there on to the client. */
    static void send(Download download, long offset, Output output) throws IOException {
        long size = download.size();
        var piece = ByteBuffer.allocate((int) Math.min(PIECE, size - offset));
        for (long at = offset; at < size; at += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), size - at));
            if (download.read(at, piece) < piece.limit()) {
                throw new IOException("a file has become shorter while it was sent");
            }
            output.write(piece.flip());
        }
    }
}
