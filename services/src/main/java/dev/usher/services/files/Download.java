package dev.usher.services.files;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file that is open for reading. It goes on being what it was when it was opened, whatever
 * happens to its name meanwhile. May be closed by any thread; the rest belongs to one at a time.
 */
public final class Download implements AutoCloseable {
    private final FileStore store;
    private final FileName name;
    private final OpenFile file;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable Sha256 sha256;

    Download(FileStore store, FileName name, OpenFile file) {
        this.store = store;
        this.name = name;
        this.file = file;
    }

    /** How many bytes it has. */
    public long size() {
        return file.content().size();
    }

    /** What it is. The first time that may take long: see the other one. */
    public StoredFile file() throws IOException {
        return file(() -> {});
    }

    /**
     * What it is. If its digest is not known, it is read for it; once for all who want it.
     *
     * @param progress is run now and then while that is waited for
     * @throws FailureException rejected as {@code digesting}, if that takes more than 30 s: it goes
     *     on, and who comes back finds it done, or further; as {@code busy}, if too many files are
     *     being read already
     */
    public StoredFile file(Runnable progress) throws IOException {
        if (sha256 == null) {
            sha256 = store.digest(file, progress);
        }
        return new StoredFile(name, size(), file.content().modified(), sha256);
    }

    /**
     * Reads bytes from there on into the buffer, as many as it has room for unless the file ends
     * before; waits for them.
     *
     * @return how many; fewer than there is room for only at the end of the file
     */
    public int read(long offset, ByteBuffer into) throws IOException {
        return store.read(file.channel(), offset, into);
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            store.end(file);
        }
    }
}
