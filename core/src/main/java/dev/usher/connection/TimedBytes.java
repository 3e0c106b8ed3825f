package dev.usher.connection;

import dev.usher.Deadlines;
import dev.usher.Failure;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The bytes of one connection, both ways, with a deadline on every wait. The client's threads write
 * down until when they wait, and the sweep compares that with the clock: a late reader is woken and
 * finds a failure; a late writer cannot be woken with anything but the end of the connection.
 *
 * <p>A client whose requests are answered one after another becomes idle after each batch of them.
 * It does not look at the clock for that: its time counts from the second sweep that finds it idle.
 */
final class TimedBytes implements Input.Source, Output.Sink {

    /** What has to happen around a wait for input. */
    interface Parking {
        /** Sends what was written. */
        void flush() throws IOException;

        /** Before: nobody waits for input with unsent output. */
        void park() throws IOException;

        /** After. */
        void unpark();
    }

    private static final VarHandle READ_BY;

    static {
        try {
            READ_BY = MethodHandles.lookup().findVarHandle(TimedBytes.class, "readBy", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    // In place of a moment: idle, as no sweep has seen yet, or one has.

    private static final long IDLE = CoarseClock.NEVER + 1;
    private static final long SEEN_IDLE = CoarseClock.NEVER + 2;

    /** How long a thread waits for a message to begin. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Transport transport;
    private final Deadlines deadlines;
    private final CoarseClock clock;
    private final Parking parking;

    /** {@link CoarseClock#NEVER} while nothing is waited for; may be {@link #IDLE}. */
    private volatile long readBy;

    private volatile Failure.Wait readWait = Failure.Wait.FIRST_BYTE;

    /**
     * Whether a thread waits for a message that has not begun. Written before {@link #readBy}; a
     * sweep that sees an old one lets a thread go too early, or later.
     */
    private boolean betweenMessages;

    private volatile long writeBy;

    /** By when the client must have taken what it was sent before, if it has not yet. */
    private volatile long takenBy;

    // Of the client's own thread:

    /** By when the message that has begun must be whole; once it is known. */
    private long messageBy;

    private boolean midMessage;
    private boolean received;

    TimedBytes(Transport transport, Deadlines deadlines, CoarseClock clock, Parking parking) {
        this.transport = transport;
        this.deadlines = deadlines;
        this.clock = clock;
        this.parking = parking;
    }

    void handshake() throws IOException {
        readWait = Failure.Wait.HANDSHAKE;
        readBy = clock.after(deadlines.handshake());
        // Only for a client that takes nothing: one that sends nothing is to be late as a reader.
        writeBy = clock.after(deadlines.handshake().plus(deadlines.write()));
        try {
            transport.handshake();
        } finally {
            readBy = CoarseClock.NEVER;
            writeBy = CoarseClock.NEVER;
        }
    }

    @Override
    public @Nullable ByteBuffer next(boolean begun) throws IOException {
        midMessage = begun;
        var chunk = transport.arrived();
        if (chunk == null) {
            chunk = await(begun);
        }
        received = true;
        return chunk;
    }

    /**
     * Waits for the next message to begin, for some time.
     *
     * @param patience whether to wait at all
     * @return whether there is something to read; if not, the deadline for it goes on
     */
    boolean awaitMessage(boolean patience) throws IOException {
        midMessage = false;
        if (transport.hasArrived()) {
            waitsNoMore();
            return true;
        }
        if (!patience) {
            parking.flush();
            awaitBeginning();
            return false;
        }
        parking.park();
        betweenMessages = true;
        awaitBeginning();
        boolean arrived = transport.awaitArrival();
        betweenMessages = false;
        if (arrived) {
            waitsNoMore();
        }
        parking.unpark();
        return arrived;
    }

    private void awaitBeginning() {
        if (readBy != CoarseClock.NEVER) {
            return; // it goes on
        }
        var wait = received ? Failure.Wait.IDLE : Failure.Wait.FIRST_BYTE;
        if (readWait != wait) {
            readWait = wait;
        }
        READ_BY.setRelease(this, received ? IDLE : clock.after(allowed(wait)));
    }

    private void waitsNoMore() {
        READ_BY.setRelease(this, CoarseClock.NEVER);
    }

    private @Nullable ByteBuffer await(boolean begun) throws IOException {
        parking.park();
        try {
            if (begun) {
                if (messageBy == CoarseClock.NEVER) {
                    messageBy = clock.after(deadlines.request());
                }
                return receive(Failure.Wait.REQUEST, messageBy);
            }
            messageBy = CoarseClock.NEVER;
            var wait = received ? Failure.Wait.IDLE : Failure.Wait.FIRST_BYTE;
            return receive(wait, clock.after(allowed(wait)));
        } finally {
            parking.unpark();
        }
    }

    private @Nullable ByteBuffer receive(Failure.Wait wait, long by) throws IOException {
        readWait = wait;
        readBy = by;
        try {
            return transport.receive();
        } finally {
            readBy = CoarseClock.NEVER;
        }
    }

    @Override
    public @Nullable ByteBuffer arrived() {
        var chunk = transport.arrived();
        received |= chunk != null;
        return chunk;
    }

    @Override
    public void awaitArrival(Duration longest) throws IOException {
        parking.park();
        try {
            transport.awaitArrival(longest);
        } finally {
            parking.unpark();
        }
    }

    @Override
    public void send(ByteBuffer bytes) throws IOException {
        for (int end = bytes.limit(); bytes.position() < end; ) {
            bytes.limit(Math.min(end, bytes.position() + Transport.PIECE));
            transport.sendNow(bytes);
            if (bytes.hasRemaining()) {
                sendInTime(bytes);
            }
        }
    }

    private void sendInTime(ByteBuffer bytes) throws IOException {
        writeBy = clock.after(deadlines.write());
        try {
            transport.send(bytes);
        } finally {
            writeBy = CoarseClock.NEVER;
        }
    }

    /** Ends the output. TLS says goodbye then, which a client that takes nothing can hold up. */
    void endOutput() throws IOException {
        writeBy = clock.after(deadlines.write());
        try {
            transport.endOutput();
        } finally {
            writeBy = CoarseClock.NEVER;
        }
    }

    /**
     * The deadline of the next message, or of the next wait within a body, which has no length
     * limit and so no deadline as a whole, starts anew.
     */
    void renewDeadline() {
        messageBy = CoarseClock.NEVER;
    }

    /** Whether the last wait was for the rest of a message. */
    boolean midMessage() {
        return midMessage;
    }

    /** Whether a thread waits for input, or none needs to. */
    boolean awaitsInput() {
        return readBy != CoarseClock.NEVER;
    }

    /** The client does not take what it was sent, and nobody waits for that. */
    void fellBehind() {
        takenBy = clock.after(deadlines.write());
    }

    /** Now it has taken that. */
    void caughtUp() {
        takenBy = CoarseClock.NEVER;
    }

    /** Whether the client has yet to take what is being written to it. */
    boolean awaitsOutput() {
        return writeBy != CoarseClock.NEVER || takenBy != CoarseClock.NEVER;
    }

    /** Wakes a late reader, and one who has waited so long for a message that it need not wait. */
    void sweep() {
        long by = readBy;
        if (by == IDLE) {
            READ_BY.compareAndSet(this, IDLE, SEEN_IDLE);
        } else if (by == SEEN_IDLE) {
            // The last sweep has seen this very wait, so it is older than this one's tick.
            READ_BY.compareAndSet(this, SEEN_IDLE, clock.afterTick(deadlines.idle()));
        } else if (clock.hasCome(by)) {
            transport.endInput(new Failure.Late(readWait, allowed(readWait)));
        } else if (betweenMessages
                && by - allowed(readWait).toNanos() + PATIENCE_NANOS - clock.now() < 0) {
            transport.endPatience();
        }
    }

    /** Whether the client has not taken what is being written to it in time. */
    boolean isWriteLate() {
        return clock.hasCome(writeBy) || clock.hasCome(takenBy);
    }

    private Duration allowed(Failure.Wait wait) {
        return switch (wait) {
            case HANDSHAKE -> deadlines.handshake();
            case FIRST_BYTE -> deadlines.firstByte();
            case REQUEST -> deadlines.request();
            case IDLE -> deadlines.idle();
            case SERVICE -> deadlines.service();
            case WRITE -> deadlines.write();
        };
    }
}
