package dev.usher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes that a client sends, for code that reads them by blocking. Decoders are written as if
 * all bytes were there: what is not there yet is waited for, within the connection's deadlines.
 *
 * <p>Between {@link #beginMessage} and {@link #endMessage} the bytes read count as one message: it
 * may have {@link Limits#message} bytes and take {@link Deadlines#request}. No memory is taken
 * because a peer announced a number, only for bytes that have arrived. Multi-byte numbers are
 * big-endian, as everywhere in the internet protocols (RFC 1700).
 *
 * <p>Not safe for use by many threads; belongs to the one that serves the client. Every method that
 * waits throws a {@link FailureException} when the wait ends without bytes.
 */
public final class Input {

    /** Where the bytes come from, piece by piece; the seam below which the network lies. */
    public interface Source {
        /**
         * Waits for the next piece.
         *
         * @param begun whether a message has begun, so that its deadline holds
         * @return at least one byte, which nobody changes any more; {@code null} at the end
         * @throws FailureException when the wait is over and there is none
         */
        @Nullable ByteBuffer next(boolean begun) throws IOException;

        /** The next piece if it has arrived already, else {@code null}. */
        default @Nullable ByteBuffer arrived() {
            return null;
        }

        /**
         * Waits until a piece, the end or a failure has arrived, at most so long.
         *
         * @throws FailureException when what was written before the wait cannot be sent
         */
        default void awaitArrival(Duration longest) throws IOException {}
    }

    /**
     * Makes something of bytes where they lie, so that they need not be copied.
     *
     * @param <T> what it makes
     */
    @FunctionalInterface
    public interface Decoder<T> {
        /**
         * Decodes a part of an array, which it must neither change nor keep.
         *
         * @param from the index of the first byte
         * @param to the index after the last one
         */
        T decode(byte[] bytes, int from, int to) throws IOException;
    }

    private static final Decoder<ByteBuffer> VIEW =
            (bytes, from, to) -> ByteBuffer.wrap(bytes, from, to - from).slice();

    private static final byte[] NONE = {};
    private static final long NO_MESSAGE = -1;

    private final Source source;
    private final int messageLimit;

    /** The piece being read: the bytes from {@code at} to {@code end} of this array. */
    private byte[] piece = NONE;

    private int at;
    private int end;

    /** The stream position of {@code piece[0]}; negative if the piece starts further in. */
    private long origin;

    private long messageStart = NO_MESSAGE;
    private boolean ended;

    /** The beginning of what {@link #readUntil} looks for, gathered from pieces used up. */
    private byte[] partial = NONE;

    private int partialLength;

    /**
     * Reads from a source.
     *
     * @param messageLimit the most bytes of one message
     */
    public Input(Source source, int messageLimit) {
        this.source = Objects.requireNonNull(source);
        this.messageLimit = messageLimit;
    }

    /** Reads these pieces, one after another, as if they had come from a client; for tests. */
    public static Input of(byte[]... pieces) {
        var rest = Arrays.asList(pieces).iterator();
        return new Input(
                begun -> rest.hasNext() ? ByteBuffer.wrap(rest.next()) : null,
                Limits.defaults().message());
    }

    /** Waits until there is a byte to read, or no more will come: then {@code true}. */
    public boolean atEnd() throws IOException {
        return !await();
    }

    /** The next byte, 0 to 255, or -1 at the end. */
    public int read() throws IOException {
        if (!await()) {
            return -1;
        }
        checkLimit(1);
        return piece[at++] & 0xff;
    }

    /** The next byte, 0 to 255, without taking it, or -1 at the end. */
    public int peek() throws IOException {
        return await() ? piece[at] & 0xff : -1;
    }

    /** The next two bytes, as a number of 0 to 65,535. */
    public int readUnsignedShort() throws IOException {
        return (int) number(Short.BYTES) & 0xffff;
    }

    /** The next four bytes, as a signed number. */
    public int readInt() throws IOException {
        return (int) number(Integer.BYTES);
    }

    /** The next eight bytes, as a signed number. */
    public long readLong() throws IOException {
        return number(Long.BYTES);
    }

    /**
     * The next {@code length} bytes. Memory grows with their arrival.
     *
     * @throws FailureException too long, at once, if the message would exceed its limit; cut short
     *     if the input ends before
     */
    public byte[] readBytes(int length) throws IOException {
        Limits.Ranges.check("length", length, 0, Integer.MAX_VALUE);
        checkLimit(length);
        var bytes = new byte[Math.min(length, Math.max(512, end - at))];
        for (int have = 0; have < length; ) {
            awaitMore();
            if (have == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * have));
            }
            int some = Math.min(end - at, bytes.length - have);
            System.arraycopy(piece, at, bytes, have, some);
            at += some;
            have += some;
        }
        return bytes;
    }

    /**
     * The bytes up to a delimiter, which is taken and not returned.
     *
     * @return a view, valid for as long as it is held, or {@code null} if the input ended before
     *     the first byte of the message
     * @throws FailureException too long, if there is no delimiter within the limit; cut short if
     *     the input ends before it
     */
    public @Nullable ByteBuffer readUntil(byte delimiter) throws IOException {
        return readUntil(delimiter, VIEW);
    }

    /**
     * What a decoder makes of the bytes up to a delimiter, which is taken and not decoded.
     *
     * @return {@code null} if the input ended before the first byte of the message
     * @throws FailureException too long, if there is no delimiter within the limit; cut short if
     *     the input ends before it; and whatever the decoder throws, when the bytes are taken
     */
    public <T> @Nullable T readUntil(byte delimiter, Decoder<T> decoder) throws IOException {
        int start = at;
        int found = Bytes.indexOf(delimiter, piece, start, end);
        checkLimit(found - start);
        if (found == end || partialLength > 0) {
            return readFurther(delimiter, decoder, found);
        }
        at = found + 1;
        return decoder.decode(piece, start, found);
    }

    /** As {@link #readUntil}, when what is asked for does not lie in this piece alone. */
    private <T> @Nullable T readFurther(byte delimiter, Decoder<T> decoder, int first)
            throws IOException {
        int found = first;
        while (found == end) {
            gather(at, end);
            at = end;
            if (!await()) {
                if (partialLength == 0 && !begun()) {
                    return null;
                }
                throw new FailureException(new Failure.CutShort());
            }
            found = Bytes.indexOf(delimiter, piece, at, end);
            checkLimit(found - at);
        }
        int start = at;
        at = found + 1;
        return partialLength == 0
                ? decoder.decode(piece, start, found)
                : decodeGathered(start, found, decoder);
    }

    /**
     * What has arrived, at least one byte and no more than one read of the network gave; waits for
     * it. Takes no more than the message may have.
     *
     * @param most the most bytes to take; at least 1
     * @return a view, valid for as long as it is held, or {@code null} at the end
     */
    public @Nullable ByteBuffer readSome(int most) throws IOException {
        Limits.Ranges.check("most", most, 1, Integer.MAX_VALUE);
        if (!await()) {
            return null;
        }
        checkLimit(1);
        int some = Math.min(Math.min(most, end - at), leftOfMessage());
        var bytes = ByteBuffer.wrap(piece, at, some).slice();
        at += some;
        return bytes;
    }

    /**
     * Takes and drops bytes.
     *
     * @throws FailureException cut short if the input ends before
     */
    public void skip(long length) throws IOException {
        for (long left = length; left > 0; ) {
            awaitMore();
            int some = (int) Math.min(left, end - at);
            at += some;
            left -= some;
        }
    }

    /**
     * The next {@code length} bytes as a stream, which throws a {@link FailureException} if the
     * input ends before.
     */
    public InputStream stream(long length) {
        return new Body(length);
    }

    /** What has arrived and was not taken; waits for nothing. Read-only. */
    public ByteBuffer unread() {
        if (partialLength > 0) {
            return ByteBuffer.wrap(partial, 0, partialLength).slice().asReadOnlyBuffer();
        }
        int count = hasArrived() ? end - at : 0;
        return ByteBuffer.wrap(piece, at, count).slice().asReadOnlyBuffer();
    }

    /**
     * Waits for a byte, but no longer than this; what was written leaves before. For protocols in
     * which a pause means something. Takes nothing, and no end or failure of the input is lost.
     *
     * @return whether there is a byte to read
     */
    public boolean arrivesWithin(Duration longest) throws IOException {
        if (!hasArrived() && !ended) {
            source.awaitArrival(longest);
        }
        return hasArrived();
    }

    /** Whether there is a byte to read that has arrived by now; waits for nothing. */
    public boolean hasArrived() {
        if (at == end) {
            take(source.arrived());
        }
        return at < end;
    }

    /** How many bytes can be read without waiting; more may have arrived. */
    public int available() {
        return end - at;
    }

    /** How many bytes were taken so far. */
    public long position() {
        return origin + at;
    }

    /** Starts a message: limit and deadline count from its first byte on. */
    public void beginMessage() {
        messageStart = position();
    }

    /** Ends the message: what is read from here on has no limit. */
    public void endMessage() {
        messageStart = NO_MESSAGE;
        if (at == end) {
            letGo();
        }
    }

    private boolean begun() {
        return messageStart != NO_MESSAGE && position() > messageStart;
    }

    /** How many more bytes the message may have. */
    private int leftOfMessage() {
        return messageStart == NO_MESSAGE
                ? Integer.MAX_VALUE
                : (int) Math.max(0, messageLimit - (position() - messageStart));
    }

    /**
     * Makes sure that the message, if one has begun, may have so many more bytes; for codecs in
     * which it announces them.
     *
     * @throws FailureException too long, if not
     */
    public void checkLimit(long more) throws FailureException {
        if (messageStart != NO_MESSAGE && more > leftOfMessage()) {
            throw new FailureException(new Failure.TooLong(messageLimit));
        }
    }

    /** Makes sure of a byte in the piece; false at the end. */
    private boolean await() throws IOException {
        return at < end || next(begun());
    }

    private boolean next(boolean begun) throws IOException {
        while (at == end) {
            if (ended) {
                return false;
            }
            letGo();
            ended = !take(source.next(begun));
        }
        return true;
    }

    /** Forgets the piece that is used up: a client that waits holds no memory. */
    private void letGo() {
        origin = position();
        piece = NONE;
        at = 0;
        end = 0;
    }

    private void awaitMore() throws IOException {
        if (!await()) {
            throw new FailureException(new Failure.CutShort());
        }
    }

    /** Goes on with the next piece; false if there is none. */
    private boolean take(@Nullable ByteBuffer next) {
        if (next == null) {
            return false;
        }
        long position = position();
        if (next.hasArray()) {
            piece = next.array();
            at = next.arrayOffset() + next.position();
            end = at + next.remaining();
        } else {
            piece = new byte[next.remaining()];
            next.get(piece);
            at = 0;
            end = piece.length;
        }
        origin = position - at;
        return true;
    }

    private long number(int length) throws IOException {
        checkLimit(length);
        long number = 0;
        for (int i = 0; i < length; i++) {
            awaitMore();
            number = (number << 8) | (piece[at++] & 0xff);
        }
        return number;
    }

    private <T> T decodeGathered(int from, int to, Decoder<T> decoder) throws IOException {
        gather(from, to);
        var whole = partial;
        int length = partialLength;
        partial = NONE;
        partialLength = 0;
        return decoder.decode(whole, 0, length);
    }

    private void gather(int from, int to) {
        int more = to - from;
        if (more == 0) {
            return;
        }
        if (partial.length - partialLength < more) {
            partial = Arrays.copyOf(partial, Math.max(partialLength + more, 2 * partialLength));
        }
        System.arraycopy(piece, from, partial, partialLength, more);
        partialLength += more;
    }

    private final class Body extends InputStream {
        private long left;

        Body(long length) {
            left = length;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            more();
            left--;
            return piece[at++] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            more();
            int some = (int) Math.min(Math.min(length, left), end - at);
            System.arraycopy(piece, at, bytes, offset, some);
            at += some;
            left -= some;
            return some;
        }

        @Override
        public int available() {
            return (int) Math.min(left, end - at);
        }

        /** A body has begun with the request before it, so its waits are a request's. */
        private void more() throws IOException {
            if (at == end && !next(true)) {
                throw new FailureException(new Failure.CutShort());
            }
        }
    }
}
