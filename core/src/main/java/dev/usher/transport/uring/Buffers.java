package dev.usher.transport.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Memory for what a ring receives (io_uring_register_buf_ring(3)). The system fills one buffer by
 * as many receptions as it has room for, then the next: what arrives lies close together.
 */
final class Buffers {
    private static final int COUNT = 16;
    private static final int SIZE = 64 * 1024;
    private static final int PAGE = 4_096;

    private static final int REGISTER_BUFFER_RING = 22;
    private static final int FILLED_BIT_BY_BIT = 2;

    // struct io_uring_buf_reg

    private static final int REGISTRATION = 40;
    private static final int R_ADDRESS = 0;
    private static final int R_ENTRIES = 8;
    private static final int R_FLAGS = 14;

    // struct io_uring_buf; the tail of the ring lies in the first one's unused part

    private static final int ENTRY = 16;
    private static final int E_LENGTH = 8;
    private static final int E_NUMBER = 12;
    private static final int TAIL = 14;

    private static final VarHandle SHORT = JAVA_SHORT.varHandle();

    private final MemorySegment memory = Arena.ofAuto().allocate((long) COUNT * SIZE, PAGE);
    private final MemorySegment ring = Arena.ofAuto().allocate((long) COUNT * ENTRY, PAGE);
    private final ByteBuffer bytes = memory.asByteBuffer();

    /** How much of each is filled. */
    private final int[] filled = new int[COUNT];

    private short given;

    Buffers(SystemCalls system, int descriptor) throws IOException {
        var registration = Arena.ofAuto().allocate(REGISTRATION, JAVA_LONG.byteSize());
        registration.set(JAVA_LONG, R_ADDRESS, ring.address());
        registration.set(JAVA_INT, R_ENTRIES, COUNT);
        registration.set(JAVA_SHORT, R_FLAGS, (short) FILLED_BIT_BY_BIT);
        system.register(descriptor, REGISTER_BUFFER_RING, registration, 1);
        for (int i = 0; i < COUNT; i++) {
            give(i);
        }
    }

    private void give(int buffer) {
        long at = (given & COUNT - 1) * (long) ENTRY;
        ring.set(JAVA_LONG, at, memory.address() + (long) buffer * SIZE);
        ring.set(JAVA_INT, at + E_LENGTH, SIZE);
        ring.set(JAVA_SHORT, at + E_NUMBER, (short) buffer);
        given++;
        SHORT.setRelease(ring, (long) TAIL, given);
    }

    /** The bytes that were received last into this buffer. */
    ByteBuffer view(int buffer, int count) {
        int from = buffer * SIZE + filled[buffer];
        return bytes.limit(from + count).position(from);
    }

    /** They are not needed any more; whether the system has more room in this buffer. */
    void used(int buffer, int count, boolean goesOn) {
        if (goesOn) {
            filled[buffer] += count;
        } else {
            filled[buffer] = 0;
            give(buffer);
        }
    }
}
