package dev.usher.transport;

import dev.usher.Failure;
import dev.usher.FailureException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * A wire whose other end is a test, on one thread: where a socket would wait for the client, it
 * asks the test what the client does now.
 */
public class MemoryWire implements Transport {
    public final Queue<byte[]> coming = new ArrayDeque<>();
    final List<byte[]> sent = new ArrayList<>();
    Supplier<byte[]> client = () -> null;
    boolean ended;
    int waits;
    Runnable onWait = () -> {};
    private Failure failure;

    /** Why nothing more is to be received, if somebody said so. */
    public Failure failure() {
        return failure;
    }

    @Override
    public ByteBuffer receive() throws IOException {
        var chunk = arrived();
        if (chunk != null) {
            return chunk;
        }
        if (failure != null) {
            throw new FailureException(failure);
        }
        var bytes = client.get();
        ended = bytes == null;
        return ended ? null : ByteBuffer.wrap(bytes);
    }

    @Override
    public ByteBuffer arrived() {
        return coming.isEmpty() ? null : ByteBuffer.wrap(coming.remove());
    }

    @Override
    public void awaitArrival(Duration longest) {
        waits++;
        onWait.run();
    }

    @Override
    public boolean hasArrived() {
        return !coming.isEmpty() || failure != null || ended;
    }

    @Override
    public boolean awaitArrival() {
        waits++;
        onWait.run();
        return hasArrived();
    }

    @Override
    public void endPatience() {}

    @Override
    public boolean tellArrival() {
        return !hasArrived();
    }

    @Override
    public void send(ByteBuffer bytes) {
        var some = new byte[bytes.remaining()];
        bytes.get(some);
        if (some.length > 0) {
            sent.add(some);
        }
    }

    @Override
    public void endInput(Failure failure) {
        this.failure = failure;
    }

    @Override
    public boolean inputEnded() {
        return ended && coming.isEmpty();
    }

    @Override
    public void open(Watcher watcher) {}

    @Override
    public void discard(long most) {}

    @Override
    public boolean sendsMoreWithin(Duration longest) {
        return false;
    }

    @Override
    public void endOutput() throws IOException {}

    @Override
    public void close() {}

    @Override
    public void abort() {}

    @Override
    public long bytesIn() {
        return 0;
    }

    @Override
    public long bytesOut() {
        return 0;
    }
}
