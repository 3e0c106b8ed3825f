package dev.usher.services.files.client;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does one thing on a thread of its own while its owner does the next: what has arrived is digested
 * and written while more arrives. Belongs to one thread, which closes it.
 */
final class Sideline implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("usher-files-sideline").factory());

    private @Nullable Future<?> task;

    /** Something to be done to files. */
    interface Task {
        void run() throws IOException;
    }

    /**
     * Begins this, when what was begun before is done.
     *
     * @throws IOException what that threw
     */
    void begin(Task next) throws IOException {
        finish();
        task =
                thread.submit(() -> {
                    next.run();
                    return null;
                });
    }

    /**
     * Waits until what was begun is done. An interrupt is kept for later: it has files in use.
     *
     * @throws IOException what it threw
     */
    void finish() throws IOException {
        var last = task;
        task = null;
        boolean interrupted = false;
        try {
            while (last != null) {
                try {
                    last.get();
                    last = null;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException thrown) {
            throw cause(thrown);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException cause(ExecutionException thrown) {
        return switch (thrown.getCause()) {
            case IOException failed -> failed;
            case RuntimeException defect -> throw defect;
            case Error error -> throw error;
            case null, default -> new IOException(thrown);
        };
    }

    /** Waits until what was begun is done, whatever comes of it. */
    @Override
    public void close() {
        thread.close();
    }
}
