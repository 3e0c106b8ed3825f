package dev.usher.transport.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * One io_uring (io_uring(7)) for sockets. Each operation has a tag of the caller's, by which its
 * completions are told apart.
 *
 * <p>For the thread that {@linkplain #enable enables} it alone, as the system demands of such a
 * ring; nothing completes but while that thread is in {@link #submit}. Another may {@link #close}
 * it when that thread uses it no more.
 *
 * <p>Needs Linux 6.12: since then a buffer can be filled by many receptions, one after another, and
 * what is under way when a ring is closed takes nothing from a socket any more.
 */
public final class Ring implements AutoCloseable {

    /** Hears what came of operations. */
    public interface Completions {
        /**
         * Bytes have arrived.
         *
         * @param bytes only until this method returns
         * @param last whether this reception is over
         */
        void received(long tag, ByteBuffer bytes, boolean last);

        /**
         * Any other end of an operation, or of a part of it.
         *
         * @param result as the system call of that name would return it; if it failed, the negated
         *     error
         * @param last whether the operation is over
         */
        void completed(long tag, int result, boolean last);
    }

    /** The errors an operation may end with (errno(3)), negated. */
    public static final int NOT_NOW = -11; // EAGAIN

    /** All buffers are full. */
    public static final int NO_BUFFERS = -105; // ENOBUFS

    /** It was cancelled. */
    public static final int CANCELLED = -125; // ECANCELED

    /** A signal came. */
    public static final int INTERRUPTED = -4; // EINTR

    private static final int CLOSED = -1;
    private static final int ENTRIES = 512;
    private static final int COMPLETIONS = 8 * ENTRIES;
    private static final int OUTGOING = 1 << 20;
    private static final int CACHE_LINE = 64;
    private static final int PAGE = 4_096;

    // struct io_uring_params

    private static final int PARAMETERS = 120;
    private static final int P_SQ_ENTRIES = 0;
    private static final int P_CQ_ENTRIES = 4;
    private static final int P_FLAGS = 8;
    private static final int P_FEATURES = 20;
    private static final int P_SQ_HEAD = 40;
    private static final int P_SQ_TAIL = 44;
    private static final int P_SQ_FLAGS = 56;
    private static final int P_CQ_HEAD = 80;
    private static final int P_CQ_TAIL = 84;
    private static final int P_CQ_CQES = 100;

    private static final int SETUP_CQ_SIZE = 1 << 3;
    private static final int SETUP_DISABLED = 1 << 6;
    private static final int SETUP_SUBMIT_ALL = 1 << 7;
    private static final int SETUP_SINGLE_ISSUER = 1 << 12;
    private static final int SETUP_DEFER_TASKRUN = 1 << 13;
    private static final int SETUP_NO_SQ_ARRAY = 1 << 16;

    /** Came with Linux 6.12, and stands for it. */
    private static final int FEATURE_MIN_TIMEOUT = 1 << 15;

    private static final long OFFSET_OF_ENTRIES = 0x10000000;
    private static final int ENABLE_RINGS = 12;
    private static final int GET_EVENTS = 1;
    private static final int CQ_OVERFLOW = 2;

    // struct io_uring_sqe

    private static final int ENTRY = 64;
    private static final int POLL_ADD = 6;
    private static final int ASYNC_CANCEL = 14;
    private static final int SEND = 26;
    private static final int RECV = 27;

    private static final int SQE_BUFFER_SELECT = 1 << 5;
    private static final int SQE_SKIP_SUCCESS = 1 << 6;
    private static final int RECV_MULTISHOT = 1 << 1;
    private static final int POLL_MULTI = 1;
    private static final int POLL_IN = 1;
    private static final int POLL_OUT = 4;

    /** MSG_DONTWAIT, MSG_WAITALL, MSG_NOSIGNAL. */
    private static final int SEND_NOW_WHOLE_NO_SIGNAL = 0x40 | 0x100 | 0x4000;

    // struct io_uring_cqe

    private static final int COMPLETION = 16;
    private static final int CQE_BUFFER = 1;
    private static final int CQE_MORE = 2;
    private static final int CQE_BUFFER_MORE = 16;

    private static final VarHandle INT = JAVA_INT.varHandle();

    private final SystemCalls system = new SystemCalls();
    private int descriptor;
    private final Arena shared = Arena.ofShared();
    private final MemorySegment rings;
    private final MemorySegment entries;
    private final int entryCount;
    private final long submissionHead;
    private final long submissionTail;
    private final long submissionFlags;
    private final long completionHead;
    private final long completionTail;
    private final long completions;
    private final int completionMask;
    private final Buffers buffers;
    private final MemorySegment outgoing = Arena.ofAuto().allocate(OUTGOING, PAGE);
    private final ByteBuffer outgoingBytes = outgoing.asByteBuffer();

    /** Entries ever written, those ever submitted, completions ever looked at; modulo 2^32. */
    private int written;

    private int submitted;
    private int seen;

    private int outgoingLength;
    private boolean failed;

    private Ring() throws IOException {
        var parameters = Arena.ofAuto().allocate(PARAMETERS, JAVA_LONG.byteSize());
        parameters.set(JAVA_INT, P_CQ_ENTRIES, COMPLETIONS);
        parameters.set(
                JAVA_INT,
                P_FLAGS,
                SETUP_CQ_SIZE
                        | SETUP_DISABLED
                        | SETUP_SUBMIT_ALL
                        | SETUP_SINGLE_ISSUER
                        | SETUP_DEFER_TASKRUN
                        | SETUP_NO_SQ_ARRAY);
        descriptor = system.setUp(ENTRIES, parameters);
        try {
            if ((parameters.get(JAVA_INT, P_FEATURES) & FEATURE_MIN_TIMEOUT) == 0) {
                throw new IOException("io_uring of Linux 6.12 or newer is needed");
            }
            entryCount = parameters.get(JAVA_INT, P_SQ_ENTRIES);
            int completionCount = parameters.get(JAVA_INT, P_CQ_ENTRIES);
            submissionHead = parameters.get(JAVA_INT, P_SQ_HEAD);
            submissionTail = parameters.get(JAVA_INT, P_SQ_TAIL);
            submissionFlags = parameters.get(JAVA_INT, P_SQ_FLAGS);
            completionHead = parameters.get(JAVA_INT, P_CQ_HEAD);
            completionTail = parameters.get(JAVA_INT, P_CQ_TAIL);
            completions = parameters.get(JAVA_INT, P_CQ_CQES);
            completionMask = completionCount - 1;
            buffers = new Buffers(system, descriptor);
            long end = completions + (long) completionCount * COMPLETION;
            rings = system.map(descriptor, 0, end, shared);
            entries = system.map(descriptor, OFFSET_OF_ENTRIES, (long) entryCount * ENTRY, shared);
        } catch (IOException | RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    /**
     * A ring that waits for its thread.
     *
     * @throws IOException if the system has none for us: it is too old, forbids it, or has no
     *     memory or file descriptors left
     */
    public static Ring open() throws IOException {
        return new Ring();
    }

    /** From here on it is the calling thread's. */
    public void enable() throws IOException {
        system.register(descriptor, ENABLE_RINGS, MemorySegment.NULL, 0);
    }

    /** Receives again and again from this socket, until it ends, fails or is cancelled. */
    public void receive(int socket, long tag) {
        put(RECV, SQE_BUFFER_SELECT, RECV_MULTISHOT, socket, 0, 0, 0, tag);
    }

    /** Completes when this socket takes bytes, or is broken. */
    public void awaitWritable(int socket, long tag) {
        put(POLL_ADD, 0, 0, socket, 0, 0, POLL_OUT, tag);
    }

    /** Completes each time that this event is signalled. */
    public void watch(WakeUp event, long tag) {
        put(POLL_ADD, 0, 0, event.descriptor(), 0, POLL_MULTI, POLL_IN, tag);
    }

    /** Ends the operation with this tag; nothing is told of whether there was one. */
    public void cancel(long tag, long cancelsTag) {
        put(ASYNC_CANCEL, SQE_SKIP_SUCCESS, 0, -1, cancelsTag, 0, 0, tag);
    }

    /**
     * Sends the next bytes of this buffer and takes them out of it, without waiting. Completes only
     * if the socket does not take them all: with the number it took, or with an error.
     *
     * @return where they are in the memory of what is to be sent, for {@link #unsent}; negative if
     *     there is no room for so many until those before are sent
     */
    public int send(int socket, ByteBuffer bytes, int count, long tag) {
        int at = outgoingLength;
        if (count > OUTGOING - at) {
            return -1;
        }
        outgoingBytes.put(at, bytes, bytes.position(), count);
        bytes.position(bytes.position() + count);
        outgoingLength = at + (count + CACHE_LINE - 1 & -CACHE_LINE);
        long address = outgoing.address() + at;
        put(SEND, SQE_SKIP_SUCCESS, 0, socket, address, count, SEND_NOW_WHOLE_NO_SIGNAL, tag);
        return at;
    }

    /** A copy of what was to be sent. */
    public ByteBuffer unsent(int at, int count) {
        var copy = new byte[count];
        outgoingBytes.get(at, copy);
        return ByteBuffer.wrap(copy);
    }

    /** All that was to be sent is, or was copied: its memory may be used again. */
    public void clearOutgoing() {
        outgoingLength = 0;
    }

    private void put(
            int operation,
            int flags,
            int priority,
            int file,
            long address,
            int length,
            int operationFlags,
            long tag) {
        if (written - (int) INT.getAcquire(rings, submissionHead) == entryCount) {
            enter(0);
        }
        if (written - (int) INT.getAcquire(rings, submissionHead) == entryCount) {
            throw new IllegalStateException("the system takes no more operations");
        }
        long at = (written & entryCount - 1) * (long) ENTRY;
        entries.set(JAVA_INT, at, operation | flags << 8 | priority << 16);
        entries.set(JAVA_INT, at + 4, file);
        entries.set(JAVA_LONG, at + 8, 0);
        entries.set(JAVA_LONG, at + 16, address);
        entries.set(JAVA_INT, at + 24, length);
        entries.set(JAVA_INT, at + 28, operationFlags);
        entries.set(JAVA_LONG, at + 32, tag);
        for (int unused = 40; unused < ENTRY; unused += Long.BYTES) {
            entries.set(JAVA_LONG, at + unused, 0);
        }
        written++;
        INT.setRelease(rings, submissionTail, written);
    }

    /** The number of the last operation. */
    public int position() {
        return written;
    }

    /** Whether the operation of this number has been submitted. */
    public boolean hasSubmitted(int position) {
        return position - submitted <= 0;
    }

    /** Whether there are completions to be looked at. */
    public boolean hasCompletions() {
        return seen != (int) INT.getAcquire(rings, completionTail);
    }

    /**
     * Hands over what was put here, and lets the system complete what it can. If it cannot for now,
     * all stays as it was ({@link #hasFailed}).
     *
     * @param wait whether to wait for a completion; may return without
     */
    public void submit(boolean wait) {
        failed = enter(wait ? 1 : 0) < 0 && !isPassing(system.error());
    }

    private static boolean isPassing(int error) {
        return error == SystemCalls.INTERRUPTED
                || error == SystemCalls.AGAIN
                || error == SystemCalls.BUSY;
    }

    /** Whether the last {@link #submit} failed for a reason that may last. */
    public boolean hasFailed() {
        return failed;
    }

    private int enter(int complete) {
        int count = system.enter(descriptor, written - submitted, complete, GET_EVENTS);
        submitted += Math.max(0, count);
        return count;
    }

    /**
     * Tells all completions, those included for which the ring had no room.
     *
     * @return whether there were any
     */
    public boolean complete(Completions listener) {
        boolean any = hasCompletions();
        do {
            while (hasCompletions()) {
                long at = completions + (long) (seen & completionMask) * COMPLETION;
                long tag = rings.get(JAVA_LONG, at);
                int result = rings.get(JAVA_INT, at + 8);
                int flags = rings.get(JAVA_INT, at + 12);
                seen++;
                INT.setRelease(rings, completionHead, seen);
                complete(listener, tag, result, flags);
            }
        } while (hasOverflown() && enter(0) >= 0);
        return any;
    }

    private boolean hasOverflown() {
        return ((int) INT.getAcquire(rings, submissionFlags) & CQ_OVERFLOW) != 0;
    }

    private void complete(Completions listener, long tag, int result, int flags) {
        boolean last = (flags & CQE_MORE) == 0;
        if ((flags & CQE_BUFFER) == 0) {
            listener.completed(tag, result, last);
            return;
        }
        int buffer = flags >>> 16;
        int count = Math.max(0, result);
        try {
            if (count > 0) {
                listener.received(tag, buffers.view(buffer, count), last);
            } else {
                listener.completed(tag, result, last);
            }
        } finally {
            buffers.used(buffer, count, (flags & CQE_BUFFER_MORE) != 0);
        }
    }

    /** What has not completed yet never will; the system lets go of it a little later. */
    @Override
    public void close() {
        if (descriptor != CLOSED) {
            SystemCalls.close(descriptor);
            descriptor = CLOSED;
            shared.close(); // the system keeps a ring, and its sockets, as long as it is mapped
        }
    }
}
