package dev.usher.transport.uring;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * The few calls of Linux that a ring is made of (io_uring_setup(2), io_uring_enter(2),
 * io_uring_register(2), mmap(2), eventfd(2)). For one thread at a time, but for {@link #signal}.
 */
@SuppressWarnings("restricted") // whoever wants a ring has granted native access
final class SystemCalls {
    static final int INTERRUPTED = 4; // EINTR, the same on all machines with the numbers below
    static final int AGAIN = 11; // EAGAIN
    static final int BUSY = 16; // EBUSY

    // The same on x86-64 and on 64-bit ARM.

    private static final long SETUP = 425;
    private static final long ENTER = 426;
    private static final long REGISTER = 427;

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x8001;
    private static final int EVENT_CLOSE_ON_EXEC_NONBLOCKING = 0x80800;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_OF =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL =
            LINKER.downcallHandle(
                    address("syscall"),
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG, JAVA_LONG),
                    ERRNO,
                    Linker.Option.firstVariadicArg(1));
    private static final MethodHandle MMAP =
            LINKER.downcallHandle(
                    address("mmap"),
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                            JAVA_LONG),
                    ERRNO);
    private static final MethodHandle MUNMAP =
            LINKER.downcallHandle(
                    address("munmap"), FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CLOSE =
            LINKER.downcallHandle(address("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD =
            LINKER.downcallHandle(
                    address("eventfd"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle EVENTFD_WRITE =
            LINKER.downcallHandle(
                    address("eventfd_write"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle STRERROR =
            LINKER.downcallHandle(address("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private final MemorySegment state = Arena.ofAuto().allocate(STATE);

    private static MemorySegment address(String function) {
        return LINKER.defaultLookup().findOrThrow(function);
    }

    /** A new ring's file descriptor; the parameters are filled in. */
    int setUp(int entries, MemorySegment parameters) throws IOException {
        long descriptor = call(SETUP, entries, parameters.address(), 0, 0);
        if (descriptor < 0) {
            throw failure("io_uring_setup");
        }
        return (int) descriptor;
    }

    void register(int ring, int operation, MemorySegment argument, int count) throws IOException {
        if (call(REGISTER, ring, operation, argument.address(), count) < 0) {
            throw failure("io_uring_register");
        }
    }

    /** How many were submitted; negative if it failed, which {@link #error} explains. */
    int enter(int ring, int submit, int complete, int flags) {
        return (int) call(ENTER, ring, submit, complete, flags);
    }

    private long call(long number, long first, long second, long third, long fourth) {
        try {
            return (long) SYSCALL.invokeExact(state, number, first, second, third, fourth, 0L, 0L);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Memory that is shared with the system, until the arena is closed. */
    MemorySegment map(int descriptor, long offset, long size, Arena arena) throws IOException {
        long address;
        try {
            address =
                    (long)
                            MMAP.invokeExact(
                                    state,
                                    0L,
                                    size,
                                    PROT_READ_WRITE,
                                    MAP_SHARED_POPULATE,
                                    descriptor,
                                    offset);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
        if (address == -1) {
            throw failure("mmap");
        }
        return MemorySegment.ofAddress(address).reinterpret(size, arena, SystemCalls::unmap);
    }

    private static void unmap(MemorySegment memory) {
        try {
            int ignored = (int) MUNMAP.invokeExact(memory.address(), memory.byteSize());
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static void close(int descriptor) {
        try {
            int ignored = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A file that is ready to be read once it was signalled. */
    int event() throws IOException {
        int descriptor;
        try {
            descriptor = (int) EVENTFD.invokeExact(state, 0, EVENT_CLOSE_ON_EXEC_NONBLOCKING);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
        if (descriptor < 0) {
            throw failure("eventfd");
        }
        return descriptor;
    }

    /** By any thread. */
    static void signal(int event) {
        try {
            int ignored = (int) EVENTFD_WRITE.invokeExact(event, 1L);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Why the last call failed. */
    int error() {
        return (int) ERRNO_OF.get(state, 0L);
    }

    IOException failure(String what) {
        return new IOException(what + ": " + text(error()));
    }

    private static String text(int error) {
        try {
            var text = (MemorySegment) STRERROR.invokeExact(error);
            return text.reinterpret(256).getString(0, StandardCharsets.US_ASCII);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
