package dev.usher.services.files;

import dev.usher.Call;
import dev.usher.Output;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Brings files from clients to the store and back, one piece after another: a client holds the
 * memory for one, and none is read before the one before it was taken.
 */
final class Pieces {
    /** As much as is sent at once. A client that takes or brings less in a deadline is too slow. */
    private static final int PIECE = 64 * 1024;

    private Pieces() {}

    /** Writes what the client sends to the upload, until that has all its bytes. */
    static void receive(Upload upload, Call<?> call) throws IOException {
        var body = call.body(upload.size() - upload.offset());
        var piece = ByteBuffer.allocate((int) Math.min(PIECE, upload.size() - upload.offset()));
        while (upload.offset() < upload.size()) {
            int wanted = (int) Math.min(piece.capacity(), upload.size() - upload.offset());
            piece.clear();
            try {
                while (piece.position() < wanted) {
                    int at = piece.position();
                    piece.position(at + body.read(piece.array(), at, wanted - at));
                }
            } finally {
                upload.write(piece.flip()); // if it breaks here, this can be gone on with
            }
            call.renewDeadline();
        }
    }

    /** Writes a file from there on to the client. */
    static void send(Download download, long offset, Output output) throws IOException {
        long size = download.file().size();
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
