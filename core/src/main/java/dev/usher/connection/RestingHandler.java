package dev.usher.connection;

import dev.usher.ClientHandler;
import dev.usher.Connection;

import java.io.IOException;

/**
 * A handler that needs no thread while its client is silent: it is called anew, on any thread, when
 * something arrives. What it knows of its client is in its fields.
 */
public interface RestingHandler extends ClientHandler {
    /**
     * Serves the client until the end; or until it has been silent for a while.
     *
     * @return whether it is to be called again when something arrives, be it the end
     */
    boolean serve(ClientConnection connection) throws IOException;

    /** Serves the client on one thread, for whoever calls this handler as any other. */
    @Override
    default void handle(Connection connection) throws IOException {
        boolean silent = true;
        while (silent) {
            silent = serve((ClientConnection) connection);
        }
    }
}
