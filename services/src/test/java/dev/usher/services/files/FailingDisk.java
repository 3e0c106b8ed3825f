package dev.usher.services.files;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A disk that works until it is told otherwise. */
final class FailingDisk implements Disk {
    static final String FULL = "No space left on device";
    static final String BROKEN = "Input/output error";

    private @Nullable String writing;
    private int writes;
    private @Nullable String forcing;
    private int forces;

    /** After so many more writes, each of one byte, all fail like this. */
    void failToWrite(String message, int after) {
        writing = message;
        writes = after;
    }

    /** After so many more times of bringing something to the disk, all fail like this. */
    void failToForce(String message, int after) {
        forcing = message;
        forces = after;
    }

    void heal() {
        writing = null;
        forcing = null;
    }

    @Override
    public void write(FileChannel file, ByteBuffer bytes) throws IOException {
        if (writing != null && writes-- <= 0) {
            throw new IOException(writing);
        }
        int end = bytes.limit();
        bytes.limit(bytes.position() + 1);
        try {
            Disk.REAL.write(file, bytes);
        } finally {
            bytes.limit(end);
        }
    }

    @Override
    public void force(FileChannel fileOrFolder) throws IOException {
        if (forcing != null && forces-- <= 0) {
            throw new IOException(forcing);
        }
    }
}
