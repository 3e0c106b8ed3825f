package dev.usher.transport.uring;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes a thread that waits for completions of a ring (eventfd(2)). Safe for use by many threads.
 */
public final class WakeUp implements AutoCloseable {
    private final int descriptor = new SystemCalls().event();

    /** So that nobody signals a file that has taken over the number of a closed one. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean closed;

    /**
     * Has not been signalled.
     *
     * @throws IOException if the system has no file descriptor left
     */
    public WakeUp() throws IOException {}

    int descriptor() {
        return descriptor;
    }

    /** Signals; after a close, nothing. */
    public void signal() {
        lock.lock();
        try {
            if (!closed) {
                SystemCalls.signal(descriptor);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                SystemCalls.close(descriptor);
            }
        } finally {
            lock.unlock();
        }
    }
}
