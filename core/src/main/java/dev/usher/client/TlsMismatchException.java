package dev.usher.client;

import java.io.IOException;
import java.time.Duration;

/**
 * One side speaks TLS, and the other does not: the cause of the {@link CallException} with which
 * that ends.
 */
public final class TlsMismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean serverSpeaks;

    private TlsMismatchException(String message, boolean serverSpeaks) {
        super(message);
        this.serverSpeaks = serverSpeaks;
    }

    static TlsMismatchException ofServer() {
        return new TlsMismatchException("the server speaks TLS, and this client does not", true);
    }

    static TlsMismatchException ofClient() {
        return new TlsMismatchException(
                "the server does not speak TLS, and this client does", false);
    }

    /** A server that waits for a line, say, has nothing to say to TLS. */
    static TlsMismatchException perhapsOfClient(Duration waited) {
        return new TlsMismatchException(
                "TLS was not agreed on within %s; perhaps the server does not speak it"
                        .formatted(Words.seconds(waited)),
                false);
    }

    /** Whether it is the server that does. */
    public boolean serverSpeaks() {
        return serverSpeaks;
    }
}
