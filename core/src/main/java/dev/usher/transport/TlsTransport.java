package dev.usher.transport;

import dev.usher.Failure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import javax.net.ssl.SSLContext;

/** TLS over another transport. */
public final class TlsTransport implements Transport {
    private final Transport wire;

    /** The server's side of TLS with these certificates. */
    public TlsTransport(Transport wire, SSLContext context) {
        this.wire = wire;
    }

    @Override
    public void open(Watcher watcher) {
        wire.open(watcher);
    }

    @Override
    public void handshake() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable ByteBuffer receive() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable ByteBuffer arrived() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void awaitArrival(Duration longest) {
        wire.awaitArrival(longest);
    }

    @Override
    public void endInput(Failure failure) {
        wire.endInput(failure);
    }

    @Override
    public void discard(long most) {
        wire.discard(most);
    }

    @Override
    public boolean inputEnded() {
        return wire.inputEnded();
    }

    @Override
    public boolean paused() {
        return wire.paused();
    }

    @Override
    public void send(ByteBuffer bytes) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void endOutput() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        wire.close();
    }

    @Override
    public void abort() {
        wire.abort();
    }

    @Override
    public long bytesIn() {
        return wire.bytesIn();
    }

    @Override
    public long bytesOut() {
        return wire.bytesOut();
    }
}
