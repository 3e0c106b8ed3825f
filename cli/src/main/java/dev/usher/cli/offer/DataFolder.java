package dev.usher.cli.offer;

import dev.usher.services.files.FileStore;
import dev.usher.services.files.StoreLimits;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The folder of what services keep. Nothing is made or opened in it before a service needs it. Used
 * by one thread, which sets a server up; closed after that server.
 */
public final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final StoreLimits limits;
    private @Nullable FileStore files;

    /**
     * This folder.
     *
     * @param limits how much the files in it may be
     */
    public DataFolder(Path folder, StoreLimits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * The files, which all listeners of the service share.
     *
     * @throws IOException with a sentence for people: they are in use by another server, say
     */
    FileStore files() throws IOException {
        if (files == null) {
            files = FileStore.open(folder.resolve("files"), limits);
        }
        return files;
    }

    /** Whether something in it is open. */
    boolean isOpen() {
        return files != null;
    }

    @Override
    public void close() throws IOException {
        if (files != null) {
            files.close();
        }
    }
}
