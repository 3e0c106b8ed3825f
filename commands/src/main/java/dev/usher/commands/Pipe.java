package dev.usher.commands;

import dev.usher.Call;
import dev.usher.CloseReason;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The way of one long answer from those who find what it says to the one who writes it, with room
 * for a few pieces. Being one message for the outbox, it is written without anything in between.
 */
final class Pipe implements Reply.Payload {
    /** Characters of a piece. */
    static final int PIECE = 16 * 1024;

    private static final int ROOM = 4;
    private static final int GLANCE_MILLIS = 100;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(ROOM);
    private final Call<Answer> call;
    private volatile boolean ended;
    private volatile boolean broken;

    /** For the answer to this call. */
    Pipe(Call<Answer> call) {
        this.call = call;
    }

    /**
     * Puts a piece in, waiting for room.
     *
     * @throws FailureException if nobody takes it: the client is gone, or the call is cancelled
     */
    void put(CharSequence piece) throws FailureException {
        var bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return; // it would mean the end
        }
        try {
            while (!pieces.offer(bytes, GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                if (broken || call.isCancelled()) {
                    throw lost();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw lost();
        }
    }

    private static FailureException lost() {
        return new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
    }

    /** Nothing more comes. To be called in any case: the writer waits for it. */
    void end() {
        ended = true;
        pieces.offer(END); // if there is no room, the writer is not waiting
    }

    @Override
    public void writeTo(Output output) throws IOException {
        boolean whole = false;
        try {
            while (!ended || !pieces.isEmpty()) {
                output.write(pieces.take());
            }
            whole = true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw lost();
        } finally {
            broken = !whole;
        }
    }
}
