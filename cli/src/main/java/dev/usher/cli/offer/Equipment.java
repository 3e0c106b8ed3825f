package dev.usher.cli.offer;

import dev.usher.services.counter.Counter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * What the services of one server share, whichever of them it has. It is closed after the server.
 *
 * @param console takes the lines that a service always prints
 * @param printout takes the lines that a service prints by contract; {@code null} if it is silent
 * @param counter counts for every listener that offers it; has no thread before it is asked to
 * @param data is where services keep files
 * @param databases are where they keep the rest of what outlives the server
 */
public record Equipment(
        Consumer<String> console,
        @Nullable Consumer<String> printout,
        Counter counter,
        DataFolder data,
        Databases databases)
        implements AutoCloseable {
    /** Whether something in the data folder is in use. */
    public boolean keepsSomething() {
        return data.isOpen() || databases.areInFolder();
    }

    @Override
    public void close() throws IOException {
        counter.close();
        try (databases) {
            data.close();
        }
    }
}
