package dev.usher.bench.rivals;

import java.io.IOException;

/** A server that echoes lines on the loopback address. */
public interface RivalServer extends AutoCloseable {

    /** The port it listens on. */
    int port();

    /** Stops listening and cuts its clients. */
    @Override
    void close() throws IOException;
}
