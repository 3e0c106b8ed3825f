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
 * waited long enough. During a turn nothing else is done with a ring than to put such bytes there.
 *
 * <p>A ring belongs to one thread. When another one becomes the loop's, it gets a ring of its own,
 * and all that was under way in the former one begins anew there: nothing is lost, since a ring
 * receives nothing while its thread is not in it, and the loop leaves no completion unseen when it
 * begins a turn. The former thread may be in that turn still, and about to send: hence the lock.
 */
final class RingSockets implements Sockets, Ring.Completions {
    private static final long PAUSE_AFTER_ERROR_NANOS = 10_000_000;

    /** Longer than a turn usually takes; shorter than a network. */
    private static final long LONG_NANOS = 50_000;

    /** Then one system call more costs each of them next to nothing. */
    private static final int MANY = 64;

    /** Tags are the place of the socket and, in the lowest bits, what was asked for. */
    static final int KIND_BITS = 3;

    static final int RECEIVE = 0;
    static final int SEND = 1;
    static final int WRITABLE = 2;
    static final int CANCEL = 3;
    static final int WAKE_UP = 4;

    private final WakeUp wakeUp = new WakeUp();

    /** Who holds it has the ring, or changes whose it is. Nobody waits while holding it. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean open = true;
    private volatile @Nullable Thread owner;
    private Ring ring;

    /** What the next owner is to have, prepared while there are files and memory for it. */
    private @Nullable Ring next;

    /** What the last owner had; by now the system is done with its memory, or soon. */
    private @Nullable Ring former;

    // Of the owner:

    private final List<@Nullable RingSocket> sockets = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private boolean watchesWakeUp;
    private boolean telling;

    /** Those whose bytes are in the ring, in this order. */
    private final Deque<RingSocket> sending = new ArrayDeque<>();

    private long sendingSince;

    /**
     * Watches nothing yet.
     *
     * @throws IOException if the system has no two rings for us
     */
    RingSockets() throws IOException {
        Ring first = null;
        try {
            first = Ring.open();
            next = Ring.open();
            ring = first;
        } catch (IOException | RuntimeException | Error failed) {
            wakeUp.close();
            if (first != null) {
                end(first);
            }
            throw failed;
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
            if (!open) {
                return; // and there is nothing to be done but to see that
            }
            if (owner == null) {
                ring.enable();
                owner = Thread.currentThread();
                return;
            }
            move();
        } finally {
            lock.unlock();
        }
        try {
            prepareToMove();
        } catch (IOException noneLeft) {
            return; // it is tried again when it is needed
        }
    }

    private void move() throws IOException {
        var mine = next;
        if (mine == null) {
            throw new IllegalStateException("nobody has prepared for a move");
        }
        mine.enable();
        next = null;
        owner = Thread.currentThread();
        watchesWakeUp = false;
        if (former != null) {
            former.free();
        }
        var left = ring;
        former = left;
        ring = mine;
        var unsent = List.copyOf(sending);
        sending.clear();
        for (var socket : unsent) {
            guard(socket, () -> socket.sendAgain(left));
        }
        left.close();
        for (var socket : present()) {
            guard(socket, socket::moved);
        }
    }

    private static void guard(RingSocket socket, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error defect) {
            abort(socket, defect);
        }
    }

    private static void abort(RingSocket socket, Throwable defect) {
        Defects.show(defect);
        socket.transport().abort();
    }

    @Override
    public void prepareToMove() throws IOException {
        if (hasNext()) {
            return;
        }
        var opened = Ring.open();
        lock.lock();
        try {
            if (open && next == null) {
                next = opened;
                return;
            }
        } finally {
            lock.unlock();
        }
        end(opened);
    }

    private boolean hasNext() {
        lock.lock();
        try {
            return next != null || !open;
        } finally {
            lock.unlock();
        }
    }

    private static void end(Ring unused) {
        unused.close();
        unused.free();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean selectNow() {
        return trySubmit(false);
    }

    @Override
    public void select() {
        if (!trySubmit(!ring.hasCompletions())) {
            // Nothing that one connection could cause; without a pause it might spin.
            LockSupport.parkNanos(this, PAUSE_AFTER_ERROR_NANOS);
        }
    }

    @Override
    public boolean isDue() {
        return open
                && !sending.isEmpty()
                && (sending.size() >= MANY || System.nanoTime() - sendingSince > LONG_NANOS);
    }

    @Override
    public void turnEnded() {
        if (isDue()) {
            trySubmit(false);
        }
    }

    private boolean trySubmit(boolean wait) {
        try {
            submit(wait);
            return !ring.hasFailed();
        } catch (RuntimeException | Error defect) {
            Defects.show(defect);
            return false;
        }
    }

    @Override
    public void wakeUp() {
        wakeUp.signal();
    }

    // What its sockets use.

    /** A ring that takes another operation; for the owner, outside of turns. */
    Ring ring() {
        if (!telling && ring.isFull()) {
            submit(false);
        }
        return ring;
    }

    /** Hands over what is in the ring, and hears what came of it; outside of turns. */
    void submit(boolean wait) {
        if (!watchesWakeUp) {
            ring.watch(wakeUp, WAKE_UP);
            watchesWakeUp = true;
        }
        ring.submit(wait);
        boolean all = tell();
        while (all && !sending.isEmpty() && ring.hasSubmitted(sending.element().sendPosition())) {
            sending.remove().submitted();
        }
        if (sending.isEmpty()) {
            ring.clearOutgoing();
        }
    }

    private boolean tell() {
        telling = true;
        try {
            return ring.complete(this);
        } finally {
            telling = false;
        }
    }

    /**
     * Puts bytes of this socket into the ring, if the calling thread, which is in a turn, has it.
     *
     * @return how many, 0 if there is no room for them now; negative if it has not
     */
    int send(RingSocket socket, ByteBuffer bytes) {
        if (!isOwner()) {
            return -1;
        }
        lock.lock();
        try {
            return isOwner() ? socket.put(ring, bytes) : -1;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOwner() {
        return Scheduling.carrier().equals(owner);
    }

    /** This socket's bytes are in the ring. */
    void sends(RingSocket socket) {
        if (sending.isEmpty()) {
            sendingSince = System.nanoTime();
        }
        sending.add(socket);
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

    // What the ring tells.

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
            watchesWakeUp &= !last;
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

    @Override
    public void close() {
        open = false;
        trySubmit(false); // the last words, and what the last closings wait for
        for (var socket : present()) {
            socket.abandon();
        }
        wakeUp.close();
        lock.lock();
        try {
            owner = null;
            end(ring);
            if (former != null) {
                former.free();
            }
            if (next != null) {
                end(next);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<RingSocket> present() {
        return sockets.stream().filter(Objects::nonNull).toList();
    }
}
