package dev.usher.services.files;

import dev.usher.Connection;
import dev.usher.Input;
import dev.usher.Output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Sends one client its steps so that no two arrive together: peers take each with one {@code recv}.
 * Between two steps the peer has sent something, or 50 ms pass. What had arrived before the first
 * of the two left says nothing: a client that is ahead of the server may not be reading yet.
 *
 * <p>A long step lies in the buffers of two systems when it has left, and a peer that takes it
 * 1,024 bytes at a time needs longer for it. So the gap after it is longer too, by a second at
 * most.
 *
 * <p>Waits on the client's own thread, so that nobody else is slowed down. The time is the system's
 * and no other, since it passes on the network.
 */
final class LockstepSteps {
    private static final Duration GAP = Duration.ofMillis(50);

    /** How fast a peer takes what lies there, at least; bytes in a millisecond. */
    private static final long PACE = 4 * 1024;

    private static final long MOST_MILLIS = 1_000;

    private final Input input;
    private final Output output;

    /** When the next step may leave, should the peer say nothing. */
    private long due = System.nanoTime();

    /** How much was written before the step that has begun. */
    private long before;

    /** How much was read of the peer when the last step left. */
    private long heard;

    /** Whether the peer had sent more by then. */
    private boolean ahead;

    LockstepSteps(Connection connection) {
        input = connection.input();
        output = connection.output();
    }

    /** Sends a word, or a sentence, when its time has come. */
    void send(String text) throws IOException, InterruptedException {
        begin();
        output.writeUtf8(text);
        end();
    }

    /** Sends a size: eight bytes, big-endian. */
    void send(long size) throws IOException, InterruptedException {
        begin();
        output.writeLong(size);
        end();
    }

    /** Begins a step of more than one piece, when its time has come. */
    void begin() throws InterruptedException {
        if (ahead || input.position() == heard) {
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        }
        before = output.position();
    }

    /** Sends a piece of the step that has begun; waits while the peer takes nothing. */
    void write(ByteBuffer piece) throws IOException {
        output.write(piece);
    }

    /** Ends a step of more than one piece: it has left when this returns. */
    void end() throws IOException {
        output.flush();
        long lying = Math.min(MOST_MILLIS, (output.position() - before) / PACE);
        due = System.nanoTime() + GAP.plusMillis(lying).toNanos();
        heard = input.position();
        ahead = input.arrivesWithin(Duration.ZERO);
    }
}
