package dev.usher.services.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Reads what a peer in lockstep sends: texts that nothing ends, and sizes that are not always eight
 * bytes. Where only a pause tells that there is no more, it is one of 200 ms.
 *
 * <p>Every method that waits throws a {@link FailureException}: late, when the peer sends nothing
 * for too long; cut short, when it closes its side.
 */
final class LockstepReader {
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** How long a peer may take for its data to begin, should its size have two meanings. */
    private static final Duration DOUBT = Duration.ofSeconds(1);

    /** How long a peer says nothing of whom it is thought that it has nothing to say. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final int MOST_TEXT = 4096;
    private static final int PIECE = 64 * 1024;

    private final Input input;
    private final Duration longest;

    /**
     * Reads this input.
     *
     * @param longest how long the peer may take for each of its steps
     */
    LockstepReader(Input input, Duration longest) {
        this.input = input;
        this.longest = longest;
    }

    /**
     * Waits for a command. It is whole at the end of its line, if it is one; else when it names
     * something and nothing more comes for a while.
     *
     * @return {@code null} if the peer closes its side instead
     */
    @Nullable String command() throws IOException {
        if (input.atEnd()) {
            return null;
        }
        var bytes = new ByteArrayOutputStream();
        long by = by();
        do {
            int next = input.read();
            if (next == '\n') {
                var line = bytes.toString(UTF_8);
                return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            }
            bytes.write(next);
            if (bytes.size() > MOST_TEXT) {
                throw FailureException.malformed("a command has at most " + MOST_TEXT + " bytes");
            }
            if (LockstepRequest.isBeginning(bytes)) {
                await(by);
            }
        } while (goesOn(by));
        return bytes.toString(UTF_8);
    }

    /** Waits for the peer's word to go on, {@code READY} or {@code OK}; either will do. */
    void goOn() throws IOException {
        long by = by();
        int first = next(by);
        while (first == '\r' || first == '\n') {
            first = next(by); // this one ended the line before
        }
        var word = first == 'R' ? "READY" : "OK";
        for (int i = 0; i < word.length(); i++) {
            if ((i == 0 ? first : next(by)) != word.charAt(i)) {
                throw FailureException.malformed("READY or OK was expected");
            }
        }
    }

    private int next(long by) throws IOException {
        await(by);
        check(by);
        return input.read();
    }

    /** Whether more comes before a pause. */
    private boolean goesOn(long by) throws IOException {
        boolean goesOn = input.arrivesWithin(PAUSE);
        if (goesOn) {
            check(by);
        }
        return goesOn;
    }

    /** A word that comes in trickles must be whole by then, although there always is a byte. */
    private void check(long by) throws FailureException {
        if (System.nanoTime() - by >= 0) {
            throw late();
        }
    }

    /**
     * Waits for this word.
     *
     * @return {@code null} when it has come; else what has come instead, up to a pause
     */
    @Nullable String otherThan(String word) throws IOException {
        var bytes = new ByteArrayOutputStream();
        long by = by();
        do {
            bytes.write(next(by));
            if (bytes.toString(UTF_8).equals(word)) {
                return null;
            }
        } while (word.startsWith(bytes.toString(UTF_8))
                || (bytes.size() < MOST_TEXT && goesOn(by)));
        return bytes.toString(UTF_8);
    }

    /**
     * Waits for a size. Usually these are eight bytes, big-endian, without a sign, and data may
     * follow at once. Fewer are ended by a pause; of more, {@link LockstepSize} tells where they
     * end.
     */
    LockstepSize size() throws IOException {
        await(by());
        var arrived = input.unread();
        return arrived.remaining() > Long.BYTES
                ? LockstepSize.of(
                        input.readBytes(LockstepSize.length(arrived)), arrived.remaining())
                : LockstepSize.of(upToEight(), Long.BYTES);
    }

    /**
     * Waits for something, for a while; whether nothing has come. Some peers send a size in as many
     * bytes as the number has bits, and so for an empty file none.
     */
    boolean isSilent() throws IOException {
        long began = System.nanoTime();
        return longest.compareTo(SILENCE) > 0
                && !input.arrivesWithin(SILENCE)
                && System.nanoTime() - began >= SILENCE.toNanos(); // else the input is over
    }

    private byte[] upToEight() throws IOException {
        var bytes = new ByteArrayOutputStream(Long.BYTES);
        do {
            bytes.write(input.read());
        } while (bytes.size() < Long.BYTES && input.arrivesWithin(PAUSE));
        return bytes.toByteArray();
    }

    /** What a doubtful size turns out to be: data follows soon, or it was there already. */
    LockstepSize settled(LockstepSize size) throws IOException {
        return size.settled(input.arrivesWithin(DOUBT));
    }

    /**
     * Waits for a piece of data.
     *
     * @param most the most bytes to take
     * @param pace how slow the peer may be
     */
    ByteBuffer data(long most, LockstepPace pace) throws IOException {
        long began = System.nanoTime();
        await(began + pace.left().toNanos());
        pace.waited(Duration.ofNanos(System.nanoTime() - began));
        var piece = input.readSome((int) Math.min(most, PIECE));
        if (piece == null) {
            throw new FailureException(new Failure.CutShort());
        }
        pace.received(piece.remaining());
        return piece;
    }

    /** Waits for as much data as there is room for in this buffer. */
    void fill(ByteBuffer piece, LockstepPace pace) throws IOException {
        while (piece.hasRemaining()) {
            piece.put(data(piece.remaining(), pace));
        }
    }

    /** Waits for so much data, and drops it. */
    void drop(long length, LockstepPace pace) throws IOException {
        for (long left = length; left > 0; ) {
            left -= data(left, pace).remaining();
        }
    }

    private long by() {
        return System.nanoTime() + longest.toNanos();
    }

    /** Waits for a byte until then. */
    private void await(long by) throws IOException {
        var left = Duration.ofNanos(Math.max(0, by - System.nanoTime()));
        if (input.arrivesWithin(left)) {
            return;
        }
        if (System.nanoTime() - by >= 0) {
            throw late();
        }
        // It took less time than it might: the input is over or has failed, which shows now.
        if (input.atEnd()) {
            throw new FailureException(new Failure.CutShort());
        }
    }

    private FailureException late() {
        return new FailureException(new Failure.Late(Failure.Wait.REQUEST, longest));
    }
}
