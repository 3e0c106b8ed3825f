package dev.usher.transport;

import dev.usher.transport.uring.Ring;
import dev.usher.transport.uring.WakeUp;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sockets that are read and written by way of an io_uring. What clients are sent during their turns
 * is handed over together, before the loop waits, or earlier if it is much or its first part has
 * waited long enough.
 *
 * <p>A ring belongs to one thread. When another one becomes the loop's, it gets a ring of its own,
 * and all that was under way in the former one begins anew there: nothing is lost, since a ring
 * receives nothing while its thread is not in it, and sends at once or not at all. The former
 * thread may be in a turn meanwhile, and that turn may be about to send: hence the lock, which
 * nobody else ever wants.
 */
final class RingSockets implements Sockets {
    private static final long PAUSE_AFTER_ERROR_NANOS = 10_000_000;
    private static final long LONG_NANOS = 50_000;
    private static final int MANY = 64;

    /** Tags are the place of the socket and, in the lowest bits, what was asked for. */
    static final int KIND_BITS = 3;

    static final int RECEIVE = 0;
    static final int SEND = 1;
    static final int WRITABLE = 2;
    static final int CANCEL = 3;
    static final int WAKE_UP = 4;

    private final WakeUp wakeUp = new WakeUp();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<@Nullable RingSocket> sockets = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final Ring.Completions completions = new Listener();

    /** Those whose bytes are in the ring, in this order. */
    private final Deque<RingSocket> sending = new ArrayDeque<>();

    private long sendingSince;

    private Ring ring;
    private volatile @Nullable Thread owner;
    private volatile @Nullable Ring next;
    private volatile boolean open = true;

    /**
     * What the thread before had. The system is done with its memory some moments after its end.
     */
    @SuppressWarnings("UnusedVariable") // all it does is to keep that memory
    private @Nullable Ring former;

    /**
     * Watches nothing yet.
     *
     * @throws IOException if the system has no ring for us
     */
    RingSockets() throws IOException {
        try {
            ring = Ring.open();
        } catch (IOException | RuntimeException | Error failed) {
            wakeUp.close();
            throw failed;
        }
        next = ring;
    }

    /** Whether this system, and this JVM, lets us. */
    static boolean areGranted() {
        return Granted.YES;
    }

    /** Asked once, and only if somebody wants to know. */
    private static final class Granted {
        static final boolean YES =
                Scheduling.isGranted()
                        && Descriptors.isGranted()
                        && RingSockets.class.getModule().isNativeAccessEnabled()
                        && isLinux()
                        && opens();

        private static boolean isLinux() {
            var machine = System.getProperty("os.arch");
            return System.getProperty("os.name").equals("Linux")
                    && (machine.equals("amd64") || machine.equals("aarch64"));
        }

        private static boolean opens() {
            try (var ring = Ring.open()) {
                ring.enable();
                return true;
            } catch (IOException | RuntimeException | LinkageError notGranted) {
                return false;
            }
        }
    }

    @Override
    public WatchedSocket socket(SocketChannel channel, SocketTransport transport) {
        return new RingSocket(this, channel, transport);
    }

    @Override
    public void enter() throws IOException {
        lock.lock();
        try {
            var mine = next;
            if (mine == null) {
                throw new IllegalStateException("nobody has prepared for a move");
            }
            next = null;
            mine.enable();
            mine.watch(wakeUp, WAKE_UP);
            boolean moves = owner != null;
            owner = Thread.currentThread();
            if (moves) {
                move(mine);
            }
        } finally {
            lock.unlock();
        }
    }

    private void move(Ring mine) {
        former = ring;
        var unsent = List.copyOf(sending);
        sending.clear();
        for (var socket : unsent) {
            socket.takeBack(ring);
        }
        ring.close();
        ring = mine;
        for (var socket : unsent) {
            socket.sendAgain();
        }
        present().forEach(RingSocket::moved);
    }

    @Override
    public void prepareToMove() throws IOException {
        if (next == null) {
            next = Ring.open();
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean selectNow() {
        return submit(false);
    }

    @Override
    public void select() {
        submit(!ring.hasCompletions());
        if (ring.hasFailed()) {
            // Nothing that one connection could cause; without a pause it might spin.
            LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
        }
    }

    @Override
    public void turnEnded() {
        if (!sending.isEmpty()
                && (sending.size() >= MANY || System.nanoTime() - sendingSince > LONG_NANOS)) {
            submit(false);
        }
    }

    @Override
    public void wakeUp() {
        wakeUp.signal();
    }

    // What its sockets use, on the thread that has entered.

    Ring ring() {
        return ring;
    }

    /** A place for a socket, by which it is known to the ring. */
    int add(RingSocket socket) {
        var place = free.poll();
        if (place == null) {
            sockets.add(socket);
            return sockets.size() - 1;
        }
        sockets.set(place, socket);
        return place;
    }

    void remove(int place) {
        sockets.set(place, null);
        free.push(place);
    }

    /** This socket's bytes are in the ring. */
    void sends(RingSocket socket) {
        if (sending.isEmpty()) {
            sendingSince = System.nanoTime();
        }
        sending.add(socket);
    }

    /** Hands over what is in the ring, and hears what came of it; whether there was anything. */
    boolean submit(boolean wait) {
        ring.submit(wait);
        boolean any = ring.complete(completions);
        while (!sending.isEmpty() && ring.hasSubmitted(sending.element().sendPosition())) {
            sending.remove().submitted();
        }
        if (sending.isEmpty()) {
            ring.clearOutgoing();
        }
        return any;
    }

    /**
     * Whether the calling thread, which may be in a turn, has the ring: then until {@link
     * #leaveRing}.
     */
    boolean enterRing() {
        if (!isOwner()) {
            return false;
        }
        lock.lock();
        boolean stillOwner = false;
        try {
            stillOwner = isOwner();
        } finally {
            if (!stillOwner) {
                lock.unlock();
            }
        }
        return stillOwner;
    }

    private boolean isOwner() {
        return Scheduling.carrier().equals(owner);
    }

    void leaveRing() {
        lock.unlock();
    }

    private final class Listener implements Ring.Completions {
        @Override
        public void received(long tag, ByteBuffer bytes, boolean last) {
            var socket = sockets.get((int) (tag >>> KIND_BITS));
            if (socket != null) {
                try {
                    socket.received(bytes, last);
                } catch (RuntimeException | Error defect) {
                    abort(socket, defect);
                }
            }
        }

        @Override
        public void completed(long tag, int result, boolean last) {
            int kind = (int) tag & (1 << KIND_BITS) - 1;
            if (kind == WAKE_UP) {
                if (last) {
                    ring.watch(wakeUp, WAKE_UP);
                }
                return;
            }
            var socket = sockets.get((int) (tag >>> KIND_BITS));
            if (socket != null) {
                try {
                    socket.completed(kind, result, last);
                } catch (RuntimeException | Error defect) {
                    abort(socket, defect);
                }
            }
        }

        private static void abort(RingSocket socket, Throwable defect) {
            Defects.show(defect);
            socket.transport().abort();
        }
    }

    @Override
    public void close() {
        submit(false); // the last words, and what the last closings wait for
        open = false;
        for (var socket : present()) {
            socket.abandon();
        }
        wakeUp.close();
        lock.lock();
        try {
            owner = null;
            ring.close();
            if (next != null) {
                next.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private List<RingSocket> present() {
        return sockets.stream().filter(Objects::nonNull).toList();
    }
}
