package dev.usher.transport;

import java.nio.ByteBuffer;

/**
 * Cuts what arrives into TLS records (RFC 8446, 5.1), so that an engine gets one whole record at a
 * time. Whole records are taken out of the chunk that they arrived in; what is kept while the rest
 * of one is waited for is that beginning, in an array of its own size.
 */
final class TlsRecords {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int APPLICATION_DATA = 23;

    private static final int HEADER = 5;

    /** RFC 5246, 6.2.3; in TLS 1.3 it is less. */
    private static final int LONGEST_BODY = (16 << 10) + 2048;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private ByteBuffer chunk = NONE;

    /** A record that did not arrive in one chunk, as far as it has arrived. */
    private ByteBuffer gathered = NONE;

    /**
     * Goes on with this chunk, whose bytes become ours; to be called when there is no next record.
     */
    void add(ByteBuffer arrived) {
        chunk = arrived.slice();
    }

    /** Whether a whole record has arrived, or bytes that are no record at all. */
    boolean hasNext() {
        if (!gathered.hasRemaining() && isWhole(chunk)) {
            return true;
        }
        // In two steps at most: the header says how much the second one takes.
        while (chunk.hasRemaining() && !isWhole(gathered)) {
            gather();
        }
        return isWhole(gathered);
    }

    /**
     * Copies what is there of a record again with each chunk that it comes in: two, usually. A
     * client that sends byte by byte pays more for its packets than we do for the copies.
     */
    private void gather() {
        int missing = length(gathered) - gathered.remaining();
        var more = take(Math.min(missing, chunk.remaining()));
        gathered =
                ByteBuffer.allocate(gathered.remaining() + more.remaining())
                        .put(gathered)
                        .put(more)
                        .flip();
    }

    /**
     * The next record, if there {@linkplain #hasNext() is one}; the caller may change its bytes.
     */
    ByteBuffer next() {
        if (!gathered.hasRemaining()) {
            return take(length(chunk));
        }
        var whole = gathered;
        gathered = NONE;
        return whole;
    }

    private ByteBuffer take(int count) {
        var taken = chunk.slice(chunk.position(), count);
        chunk = chunk.position(chunk.position() + count).hasRemaining() ? chunk : NONE;
        return taken;
    }

    /** Whether nothing lies here, not even the beginning of a record. */
    boolean isEmpty() {
        return !chunk.hasRemaining() && !gathered.hasRemaining();
    }

    private static boolean isWhole(ByteBuffer bytes) {
        return bytes.remaining() >= length(bytes);
    }

    /**
     * How long the record is that begins with these bytes, as far as they tell. What cannot be a
     * record is taken as it is, for the engine to judge: nobody should wait for the 8 KiB that the
     * fourth and fifth byte of "GET / HTTP/1.1" announce.
     */
    private static int length(ByteBuffer bytes) {
        if (bytes.hasRemaining() && !isType(type(bytes))) {
            return bytes.remaining();
        }
        if (bytes.remaining() < HEADER) {
            return HEADER;
        }
        int body = bytes.getShort(bytes.position() + 3) & 0xffff;
        return body > LONGEST_BODY ? bytes.remaining() : HEADER + body;
    }

    /** The type of the record that begins with these bytes. */
    static int type(ByteBuffer bytes) {
        return bytes.get(bytes.position());
    }

    private static boolean isType(int type) {
        return type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA;
    }
}
