package dev.usher.services.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** What a disk can fail at although everything was done right; tests have it fail. */
interface Disk {
    /** The disk that there is. */
    Disk REAL = new Disk() {};

    /** Writes some of these bytes at the end of the file, and takes them out. */
    default void write(FileChannel file, ByteBuffer bytes) throws IOException {
        file.write(bytes);
    }

    /** Returns when all that was written to a file, or done in a folder, is on the disk. */
    default void force(FileChannel fileOrFolder) throws IOException {
        fileOrFolder.force(true);
    }
}
