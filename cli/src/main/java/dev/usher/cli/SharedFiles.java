package dev.usher.cli;

import dev.usher.services.files.FileStore;
import dev.usher.services.files.StoreLimits;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The files of one server. Their folder is opened when the first listener wants it, so that a
 * server without files touches none. Used by the thread that starts the server.
 */
final class SharedFiles implements AutoCloseable {
    private final Path folder;
    private @Nullable FileStore store;

    /** Files in this folder, which is made when it is opened. */
    SharedFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The store, open; it is closed with this.
     *
     * @throws IOException with a sentence for people, if another server uses the folder, say
     */
    FileStore open() throws IOException {
        if (store == null) {
            store = FileStore.open(folder, StoreLimits.defaults());
        }
        return store;
    }

    @Override
    public void close() throws IOException {
        if (store != null) {
            store.close();
        }
    }
}
