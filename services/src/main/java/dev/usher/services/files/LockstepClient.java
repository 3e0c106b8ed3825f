package dev.usher.services.files;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/**
 * The other end of a file transfer in lockstep: what a student's client does, with any server that
 * speaks the course's protocol. Asks for one thing: {@link #get} and then {@link #receive}, {@link
 * #put} and then {@link #send}, or {@link #delete}. Files of any size pass through it in pieces.
 *
 * <p>Every method throws {@link Refused} if the server says no, and another {@link IOException}
 * with a sentence for people if the server answers something else, takes too long or goes. Not safe
 * for use by many threads.
 */
public final class LockstepClient {
    /** Longer than Usher lets a client wait for its turn. */
    private static final Duration TURN = Duration.ofMinutes(11);

    private static final Duration STEP = Duration.ofSeconds(60);
    private static final int PIECE = 64 * 1024;
    private static final String ERROR = "ERROR";

    private final Input input;
    private final Output output;

    /** Speaks with a server through these. */
    public LockstepClient(Input input, Output output) {
        this.input = input;
        this.output = output;
    }

    /** The server says why it does not do what it is asked. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /** A wait for something that the server sends. */
    private interface Reading<T> {
        T read(LockstepReader reader) throws IOException;
    }

    /**
     * Waits for the turn, and asks for a file.
     *
     * @return its size; {@link #receive} brings its bytes
     */
    public long get(String name) throws IOException {
        request("GET " + name);
        expect("OK", STEP);
        say("READY");
        return read(STEP, reader -> reader.size().bytes());
    }

    /** Receives the bytes of the file that was asked for. */
    public void receive(long size, WritableByteChannel file) throws IOException {
        say("OK");
        var pace = new LockstepPace(STEP);
        for (long left = size; left > 0; ) {
            long most = left;
            var piece = read(STEP, reader -> reader.data(most, pace));
            left -= piece.remaining();
            writeFully(file, piece);
        }
        expect("DONE", STEP);
    }

    /** Waits for the turn, and offers a file of this size; {@link #send} sends its bytes. */
    public void put(String name, long size) throws IOException {
        request("PUT " + name);
        expect("OK", STEP);
        output.writeLong(size);
        output.flush();
        expect("OK", STEP);
    }

    /** Sends the bytes of the file that was offered. */
    public void send(long size, ReadableByteChannel file) throws IOException {
        var piece = ByteBuffer.allocate(PIECE);
        for (long left = size; left > 0; left -= piece.limit()) {
            piece.clear().limit((int) Math.min(left, PIECE));
            if (file.read(piece) < 0) {
                throw new IOException("the file has become shorter while it was sent");
            }
            output.write(piece.flip());
        }
        output.flush();
        expect("DONE", STEP);
    }

    /** Waits for the turn, and has a file deleted. */
    public void delete(String name) throws IOException {
        request("DEL " + name);
        expect("DONE", STEP);
    }

    private void request(String command) throws IOException {
        expect("READY", TURN);
        say(command);
    }

    private void say(String text) throws IOException {
        output.writeUtf8(text);
        output.flush();
    }

    private void expect(String word, Duration longest) throws IOException {
        var other =
                read(
                        longest,
                        reader -> {
                            var instead = reader.otherThan(word);
                            return instead == null ? "" : instead;
                        });
        if (other.startsWith(ERROR)) {
            var why = other.substring(ERROR.length()).strip();
            throw new Refused(why.startsWith(":") ? why.substring(1).strip() : why);
        }
        if (!other.isEmpty()) {
            throw new IOException("the server says '" + other.strip() + "' in place of " + word);
        }
    }

    private <T> T read(Duration longest, Reading<T> reading) throws IOException {
        try {
            return reading.read(new LockstepReader(input, longest));
        } catch (FailureException wrong) {
            throw new IOException(
                    switch (wrong.failure()) {
                        case Failure.CutShort _ -> "the server closed the connection too early";
                        case Failure.Late _ ->
                                "the server took longer than %s s".formatted(longest.toSeconds());
                        default -> wrong.failure().message();
                    },
                    wrong);
        }
    }

    private static void writeFully(WritableByteChannel file, ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            file.write(piece);
        }
    }
}
