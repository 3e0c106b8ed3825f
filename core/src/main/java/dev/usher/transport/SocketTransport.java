package dev.usher.transport;

import dev.usher.CloseReason;
import dev.usher.Failure;
import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A transport over a non-blocking socket. The {@link Loop} reads and puts chunks into a queue; the
 * client's thread takes them, and parks while there are none. Writes go straight from the writing
 * thread to the socket; only when that takes no more does it park until the loop finds it writable.
 *
 * <p>No lock is needed: a thread that is about to park first says who it is, then looks again; the
 * loop first puts what it has, then looks for somebody to wake. All these fields are volatile, so
 * one of the two always sees the other.
 */
final class SocketTransport implements Transport {
    private static final long RECEIVING = -1;
    private static final long LOOK_NANOS = 2_000_000;

    private final Loop loop;
    private final WatchedSocket socket;
    private final int unreadLimit;
    private final ChunkQueue chunks = new ChunkQueue();

    /** Bytes of chunks that the client's thread, which alone writes this, has taken. */
    private volatile long taken;

    private @Nullable Watcher watcher;
    private volatile @Nullable Thread receiver;
    private final AtomicBoolean tellsArrival = new AtomicBoolean();
    private volatile boolean impatient;
    private volatile @Nullable Thread sender;
    private volatile @Nullable Failure inputFailure;
    private volatile boolean inputEnded;
    private volatile boolean paused;
    private volatile boolean writable;
    private volatile boolean closed;
    private volatile boolean aborted;

    /** Bytes still to be discarded, or {@link #RECEIVING}; only the loop's thread uses it. */
    private long discard = RECEIVING;

    /** Written by one thread each; others may read a value that is not the latest. */
    private long bytesIn;

    private long bytesOut;

    SocketTransport(Loop loop, SocketChannel channel, int unreadLimit) {
        this.loop = loop;
        this.unreadLimit = unreadLimit;
        socket = loop.socket(channel, this);
    }

    @Override
    public void open(Watcher watcher) {
        this.watcher = watcher;
        loop.execute(this::register);
    }

    private void register() {
        if (closed) {
            return;
        }
        try {
            socket.open();
        } catch (IOException broken) {
            lose();
        }
    }

    /** The socket takes bytes again. */
    void writable() {
        writable = true;
        LockSupport.unpark(sender);
    }

    /** The client does not take what it was sent. */
    void fellBehind() {
        if (watcher != null) {
            watcher.fellBehind();
        }
    }

    /** Now it has. */
    void caughtUp() {
        if (watcher != null) {
            watcher.caughtUp();
        }
    }

    /** These bytes were read. */
    void arrived(ByteBuffer buffer) {
        int count = buffer.remaining();
        bytesIn += count;
        if (discard > 0) {
            discard -= count;
            if (discard <= 0) {
                dropped();
            }
        }
        if (discard != RECEIVING) {
            return; // and if enough was dropped before, that was told
        }
        var chunk = new byte[count];
        buffer.get(chunk);
        chunks.put(ByteBuffer.wrap(chunk));
        if (unread() > unreadLimit) {
            pause();
        }
        loop.arriving(count);
        wakeReceiver();
        loop.arriving(0);
    }

    /** The client has closed its side. */
    void ended() {
        if (discard != RECEIVING) {
            if (discard > 0) {
                dropped();
            }
            return;
        }
        inputEnded = true;
        wakeReceiver();
        tellInputEnded();
    }

    private void dropped() {
        discard = 0;
        socket.read(false);
        tellInputEnded();
    }

    /** Later, since a selector is locked while its keys are looked at. */
    private void tellInputEnded() {
        if (watcher != null) {
            loop.execute(watcher::inputEnded);
        }
    }

    private void pause() {
        socket.read(false);
        paused = true;
        if (unread() <= unreadLimit / 2) {
            resume(); // the receiver may have looked at paused just before it was set
        }
    }

    /**
     * Bytes that have arrived and that nobody has taken. For the loop's thread; and for the
     * client's when it has seen that reading pauses, since what had arrived was written before
     * that.
     */
    private long unread() {
        return bytesIn - taken;
    }

    private void resume() {
        if (paused && inputFailure == null) {
            paused = false;
            socket.read(true);
        }
    }

    /** The connection is broken. */
    void lose() {
        fail(new Failure.Lost(CloseReason.CLIENT_LOST));
        closed = true;
        LockSupport.unpark(sender);
        if (watcher != null) {
            loop.execute(watcher::lost);
        }
    }

    @Override
    public @Nullable ByteBuffer receive() throws IOException {
        for (; ; ) {
            var chunk = arrived();
            if (chunk != null) {
                return chunk;
            }
            if (nothingMore()) {
                return null;
            }
            loop.beforeWait();
            receiver = Thread.currentThread();
            if (!hasArrived()) {
                LockSupport.park(this);
            }
            receiver = null;
            if (Thread.currentThread().isInterrupted()) {
                throw new FailureException(new Failure.Lost(CloseReason.CUT));
            }
        }
    }

    /** With the queue empty: whether the input has ended; throws if it failed. */
    private boolean nothingMore() throws FailureException {
        boolean end = inputEnded;
        var failure = inputFailure;
        // What was put before the end was declared is visible by now, and comes first.
        if (!chunks.isEmpty()) {
            return false;
        }
        if (failure != null) {
            throw new FailureException(failure);
        }
        return end;
    }

    @Override
    public boolean hasArrived() {
        return !chunks.isEmpty() || inputEnded || inputFailure != null;
    }

    @Override
    public @Nullable ByteBuffer arrived() {
        var chunk = chunks.take();
        if (chunk != null) {
            long before = taken;
            taken = before + chunk.remaining();
            if (paused && unread() <= unreadLimit / 2) {
                loop.execute(this::resume);
            }
        }
        return chunk;
    }

    @Override
    public void awaitArrival(Duration longest) {
        if (hasArrived() || !longest.isPositive()) {
            return;
        }
        loop.beforeWait();
        long by = System.nanoTime() + longest.toNanos();
        receiver = Thread.currentThread();
        long left = longest.toNanos();
        while (left > 0 && !hasArrived() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, left);
            left = by - System.nanoTime();
        }
        receiver = null;
    }

    @Override
    public boolean awaitArrival() {
        loop.beforeWait();
        receiver = Thread.currentThread();
        while (!hasArrived() && !impatient && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
        receiver = null;
        if (impatient) {
            impatient = false;
        }
        return hasArrived() || Thread.currentThread().isInterrupted();
    }

    @Override
    public void endPatience() {
        impatient = true;
        LockSupport.unpark(receiver);
    }

    @Override
    public boolean tellArrival() {
        tellsArrival.set(true);
        // If it is no longer so, the watcher is being told.
        return !hasArrived() || !tellsArrival.compareAndSet(true, false);
    }

    @Override
    public void endInput(Failure failure) {
        fail(failure);
        loop.execute(() -> {
            if (discard == RECEIVING) {
                socket.read(false);
            }
        });
    }

    private void fail(Failure failure) {
        if (inputFailure == null) {
            inputFailure = failure;
        }
        wakeReceiver();
    }

    /** Wakes the thread that waits, or tells the watcher in its place. */
    private void wakeReceiver() {
        LockSupport.unpark(receiver);
        if (watcher != null && tellsArrival.get() && tellsArrival.compareAndSet(true, false)) {
            watcher.arrived();
        }
    }

    @Override
    public void discard(long most) {
        loop.execute(() -> {
            discard = most;
            if (inputEnded || !socket.isOpen()) {
                tellInputEnded();
            } else {
                socket.read(true);
            }
        });
    }

    @Override
    public boolean inputEnded() {
        return inputEnded && chunks.isEmpty();
    }

    @Override
    public boolean sendsMoreWithin(Duration longest) {
        loop.beforeWait();
        var glance = ByteBuffer.allocate(1);
        try {
            for (long left = longest.toNanos(); ; left -= LOOK_NANOS) {
                int count =
                        closed || inputEnded ? -1 : chunks.isEmpty() ? socket.glance(glance) : 1;
                if (count != 0 || paused || left <= 0) {
                    return count > 0 || paused;
                }
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        } catch (IOException broken) {
            return false; // and nobody is there to hear about it
        }
    }

    @Override
    public void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (write(bytes) == 0) {
                awaitWritable();
            }
        }
    }

    @Override
    public void sendNow(ByteBuffer bytes) throws IOException {
        write(bytes);
    }

    private int write(ByteBuffer bytes) throws FailureException {
        if (closed) {
            throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
        }
        try {
            int count = socket.write(bytes);
            bytesOut += count;
            return count;
        } catch (IOException broken) {
            throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
        }
    }

    private void awaitWritable() throws FailureException {
        loop.beforeWait();
        writable = false;
        sender = Thread.currentThread();
        loop.execute(socket::awaitWritable);
        while (!writable && !closed && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
        sender = null;
        if (closed || Thread.currentThread().isInterrupted()) {
            throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
        }
    }

    @Override
    public void endOutput() throws IOException {
        if (closed) {
            throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
        }
        while (!socket.hasSentAll()) {
            awaitWritable();
        }
        try {
            socket.endOutput();
        } catch (IOException broken) {
            throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
        }
    }

    @Override
    public void abort() {
        // Said before anybody wakes up: whoever closes from now on, it is by a reset.
        aborted = true;
        close();
    }

    @Override
    public void close() {
        closed = true;
        fail(new Failure.Lost(CloseReason.CLIENT_LOST));
        LockSupport.unpark(sender);
        loop.execute(() -> socket.close(aborted));
    }

    @Override
    public long bytesIn() {
        return bytesIn;
    }

    @Override
    public long bytesOut() {
        return bytesOut;
    }
}
