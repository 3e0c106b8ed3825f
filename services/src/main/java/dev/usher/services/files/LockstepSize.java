package dev.usher.services.files;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * How many bytes a peer says that it will send.
 *
 * <p>Usually that is said in eight bytes, big-endian, without a sign. Some peers use fewer. Others
 * use as many bytes as the number has bits, 22 for 3,000,000, and so begin with seven zero bits for
 * each byte. Of all those, only the numbers from 256 to 511 look like anything else: like the
 * number 1 in eight bytes, and a file of one byte behind it.
 *
 * @param bytes how many; {@link Long#MAX_VALUE} if that or more
 * @param only the file of one byte that may be meant; {@code null} if none may
 */
record LockstepSize(long bytes, @Nullable Byte only) {
    private static final int USUAL = Long.BYTES;

    /** How many zero bits lead a number of n bits in n bytes, for each byte. */
    private static final int ZEROS = Byte.SIZE - 1;

    /**
     * The number that these bytes are.
     *
     * @param arrived how many had arrived together
     */
    static LockstepSize of(byte[] number, int arrived) {
        var value = new BigInteger(1, number);
        long bytes = value.bitLength() < Long.SIZE ? value.longValue() : Long.MAX_VALUE;
        boolean doubtful =
                arrived == USUAL + 1 && number.length == arrived && value.bitLength() == arrived;
        return new LockstepSize(bytes, doubtful ? number[USUAL] : null);
    }

    /** Whether only what comes next will tell what it is. */
    boolean isDoubtful() {
        return only != null && bytes > 1;
    }

    /** What it turns out to be when data has followed, or has not. */
    LockstepSize settled(boolean followed) {
        return followed ? new LockstepSize(bytes, null) : new LockstepSize(1, only);
    }

    /**
     * How many of these bytes, which arrived together and are more than eight, are a size. Eight,
     * if the others can be data of such a file, or its beginning. Else as many as the zero bits in
     * front tell. If they tell nothing, all are one number, and no file is so large.
     */
    static int length(ByteBuffer arrived) {
        long usual = arrived.getLong(arrived.position());
        int behind = arrived.remaining() - USUAL;
        if (usual != 0 && usual != 1 && Long.compareUnsigned(usual, behind) >= 0) {
            return USUAL;
        }
        int zeros = leadingZeros(arrived);
        int length = zeros / ZEROS;
        return zeros % ZEROS == 0 && length > USUAL && length <= arrived.remaining()
                ? length
                : arrived.remaining();
    }

    private static int leadingZeros(ByteBuffer bytes) {
        for (int i = 0; i < bytes.remaining(); i++) {
            int value = bytes.get(bytes.position() + i) & 0xff;
            if (value != 0) {
                return i * Byte.SIZE + Integer.numberOfLeadingZeros(value) - 24;
            }
        }
        return bytes.remaining() * Byte.SIZE;
    }
}
