package dev.usher.connection;

import dev.usher.ClientHandler;
import dev.usher.CloseReason;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.transport.Lane;
import dev.usher.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/**
 * A client's handler on the client's thread, from its turn to its end; between two messages there
 * need not be a thread. Only one serves at a time.
 */
final class Serving {
    /** How long a client that is turned away may take to show which dialect it speaks. */
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final ClientConnection connection;
    private final Transport transport;
    private final TimedBytes bytes;
    private final Lane lane;
    private final ClientHandler handler;
    private final Runnable serving = this::serve;
    private boolean handshaken;

    /** Whether the handler rests: the client needs no thread until something arrives. */
    private boolean silent;

    Serving(
            ClientConnection connection,
            Transport transport,
            TimedBytes bytes,
            Lane lane,
            ClientHandler handler) {
        this.connection = connection;
        this.transport = transport;
        this.bytes = bytes;
        this.lane = lane;
        this.handler = handler;
    }

    /** Its turn has come: from here on it has a thread, except while it needs none. */
    void start() {
        if (handler instanceof RestingHandler && lane.mayBeginInTurn()) {
            serveInTurn();
        } else {
            startThread();
        }
    }

    private void startThread() {
        connection.thread("usher-client-").start(serving);
    }

    /**
     * It is turned away: told so on a thread of its own, since that may take a while.
     *
     * @param told what to do when that thread is done
     */
    void refuse(Failure failure, Runnable told) {
        connection
                .thread("usher-refusal-")
                .start(() -> {
                    try {
                        bytes.handshake();
                        transport.awaitArrival(GLANCE);
                        connection.end(failure);
                    } catch (IOException gone) {
                        connection.abandon(failure.reason());
                    } finally {
                        told.run();
                    }
                });
    }

    /** There is something for the handler, which rests. */
    void arrived() {
        try {
            serveInTurn();
        } catch (RuntimeException | Error noThread) {
            connection.report(noThread);
            connection.abandon(CloseReason.HANDLER_FAILED);
        }
    }

    private void serveInTurn() {
        var turns = lane.turns();
        if (turns != null) {
            turns.execute(serving);
        } else {
            startThread();
        }
    }

    /** Whether there would have to be a thread again for the next message. */
    boolean needsThread() {
        return !(handler instanceof RestingHandler)
                || lane.keepsThread()
                || Thread.currentThread().isInterrupted();
    }

    private void serve() {
        // Should even the reporting of a defect fail, for want of memory say, this stays true.
        Failure failure = new Failure.Crashed();
        do {
            silent = false;
            try {
                failure = handle();
            } finally {
                if (!silent) {
                    connection.end(failure);
                }
            }
            // From the moment when it rests on, another thread may be serving it.
        } while (silent && !transport.tellArrival());
    }

    /** Lets the handler serve; returns what ended that before its time. */
    private @Nullable Failure handle() {
        try {
            if (!handshaken) {
                bytes.handshake();
                handshaken = true;
            }
            if (handler instanceof RestingHandler resting) {
                silent = resting.serve(connection);
            } else {
                handler.handle(connection);
            }
            return null;
        } catch (Throwable thrown) {
            var failure = failureIn(thrown);
            if (failure == null) {
                connection.report(thrown);
                failure = new Failure.Crashed();
            }
            return failure;
        }
    }

    /** The failure that ended the handler; {@code null} if it is a defect that did. */
    private static @Nullable Failure failureIn(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailureException failed) {
                return failed.failure();
            }
        }
        return null;
    }
}
