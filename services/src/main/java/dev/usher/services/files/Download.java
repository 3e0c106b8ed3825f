package dev.usher.services.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file that is open for reading. It goes on being what it was when it was opened, whatever
 * happens to its name meanwhile. May be closed by any thread; the rest belongs to one at a time.
 */
public final class Download implements AutoCloseable {
    private final FileStore store;
    private final StoredFile file;
    private final FileChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    Download(FileStore store, StoredFile file, FileChannel channel) {
        this.store = store;
        this.file = file;
        this.channel = channel;
    }

    /** What it is. */
    public StoredFile file() {
        return file;
    }

    /**
     * Reads bytes from there on into the buffer, as many as it has room for unless the file ends
     * before; waits for them.
     *
     * @return how many; fewer than there is room for only at the end of the file
     */
    public int read(long offset, ByteBuffer into) throws IOException {
        return store.read(channel, offset, into);
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            store.end(channel);
        }
    }
}
