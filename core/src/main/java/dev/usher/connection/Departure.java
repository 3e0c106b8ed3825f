package dev.usher.connection;

import dev.usher.CloseReason;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How a client leaves. The usual way: it is told what there is to say, its place goes to the next
 * client, what it still sends is dropped for a while, and the socket closes. The other way is to be
 * {@link #cut}: everything at once. The first reason counts. Safe for use by many threads.
 */
final class Departure {
    private static final long LINGER_BYTES = 4 << 20;
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final ClientConnection connection;
    private final AdmissionDesk desk;
    private final Transport transport;
    private final CoarseClock clock;

    private volatile @Nullable CloseReason reason;

    /** Until when what the client still sends is dropped; {@link CoarseClock#NEVER} before. */
    private volatile long lingerBy;

    private final AtomicBoolean lingers = new AtomicBoolean();

    Departure(
            ClientConnection connection,
            AdmissionDesk desk,
            Transport transport,
            CoarseClock clock) {
        this.connection = connection;
        this.desk = desk;
        this.transport = transport;
        this.clock = clock;
    }

    /** Why it left. */
    CloseReason reason() {
        return reason == null ? CloseReason.CUT : reason;
    }

    /** Whether it has left, and only the socket is kept for the sake of its last words. */
    boolean lingers() {
        return lingers.get();
    }

    /** It lingers no longer; whether it did until now, and has a place of the desk's for that. */
    boolean stopsLingering() {
        return lingers.getAndSet(false);
    }

    /** Last words, then the ticket, then the socket. */
    void leave(@Nullable Failure failure, CloseReason why) {
        boolean orderly = false;
        try {
            connection.sayGoodbye(failure);
            orderly = true;
        } catch (FailureException gone) {
            // The client is gone, or was cut for its slowness: there is nobody to tell.
            because(lost(why));
        } catch (Throwable defect) {
            connection.report(defect);
        } finally {
            because(why);
            try {
                desk.release(connection);
            } finally {
                lingerOrClose(orderly);
            }
        }
    }

    private static CloseReason lost(CloseReason why) {
        return why == CloseReason.CLIENT_CLOSED || why == CloseReason.SERVER_CLOSED
                ? CloseReason.CLIENT_LOST
                : why;
    }

    private void because(CloseReason why) {
        reason = reason == null ? why : reason;
    }

    private void lingerOrClose(boolean orderly) {
        if (orderly && !transport.inputEnded() && desk.mayLinger()) {
            lingerBy = clock.after(LINGER);
            lingers.set(true);
            transport.discard(LINGER_BYTES);
            if (desk.knows(connection)) {
                return;
            }
            // It has been abandoned meanwhile, perhaps before it could be seen that it lingers.
        }
        close();
    }

    private void close() {
        transport.close();
        desk.closed(connection);
    }

    /** Ends the connection, at once, whatever its thread is doing. */
    void cut(CloseReason why) {
        because(why);
        transport.abort();
        connection.cancelCalls();
        if (desk.gaveUp(connection)) {
            desk.closed(connection);
        }
    }

    /** Cuts it, and gives its place away although its thread may not have ended. */
    void abandon(CloseReason why) {
        cut(why);
        desk.release(connection);
        desk.closed(connection);
        // Again: from here on no sweep repeats it for a call that began just now.
        connection.cancelCalls();
    }

    /** The client sends nothing more. If nobody reads, this is where it is noticed. */
    void inputEnded() {
        if (lingerBy != CoarseClock.NEVER || !connection.life().hasRun()) {
            connection.thread("usher-end-").start(this::leaveEarly);
        }
    }

    private void leaveEarly() {
        if (lingerBy != CoarseClock.NEVER) {
            close();
        } else if (desk.gaveUp(connection)) {
            because(CloseReason.GAVE_UP);
            close();
        }
    }

    /** Closes the socket when its time is over. */
    void sweep() {
        if (clock.hasCome(lingerBy)) {
            close();
        }
    }
}
