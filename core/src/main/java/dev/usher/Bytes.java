package dev.usher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks through arrays of bytes, eight at a time. */
final class Bytes {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

    private Bytes() {}

    /** Where the first of these bytes is that has this value; {@code end} if none has. */
    static int indexOf(byte value, byte[] bytes, int start, int end) {
        long wanted = (value & 0xff) * ONES;
        int at = start;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            // What is wanted becomes zero. Only below a zero does a subtraction borrow, so the
            // lowest bit that is set marks the first one (S. Anderson, Bit Twiddling Hacks).
            long difference = (long) EIGHT.get(bytes, at) ^ wanted;
            long zeros = (difference - ONES) & ~difference & HIGHEST_BITS;
            if (zeros != 0) {
                return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (at < end && bytes[at] != value) {
            at++;
        }
        return at;
    }
}
