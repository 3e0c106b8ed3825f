package dev.usher.pipeline;

import dev.usher.connection.ClientConnection;

import java.io.FilterInputStream;
import java.io.IOException;

/** The raw bytes after a request. Each wait for more of them has the deadline of a request. */
final class Body extends FilterInputStream {
    private static final int PIECE = 64 * 1024;

    private final ClientConnection connection;

    Body(ClientConnection connection, long length) {
        super(connection.input().stream(length));
        this.connection = connection;
    }

    @Override
    public int read() throws IOException {
        connection.renewDeadline();
        return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        connection.renewDeadline();
        return super.read(bytes, offset, length);
    }

    /** Leaves the input after the body; does not close the connection's input. */
    @Override
    public void close() throws IOException {
        skipRest();
    }

    void skipRest() throws IOException {
        var rest = new byte[PIECE];
        while (read(rest, 0, rest.length) >= 0) {
            // dropped
        }
    }
}
