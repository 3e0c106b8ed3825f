package dev.usher.pipeline;

import dev.usher.Call;
import dev.usher.CloseReason;
import dev.usher.Connection;
import dev.usher.Failure;
import dev.usher.Outbox;
import dev.usher.connection.ClientConnection;
import dev.usher.connection.CoarseClock;
import dev.usher.connection.ProtocolConversation;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * One request that is being answered. Made by the thread that answers it; others may cancel it, by
 * an interrupt, until that thread says that the service is done. After that no interrupt can reach
 * the thread any more, so none is ever taken for one of a later request.
 *
 * @param <O> the answers
 */
final class ActiveCall<O> implements Call<O> {
    private static final VarHandle STATE;
    private static final VarHandle BY;

    static {
        try {
            var lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(ActiveCall.class, "state", int.class);
            BY = lookup.findVarHandle(ActiveCall.class, "by", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private static final int RUNNING = 0;
    private static final int INTERRUPTING = 1;
    private static final int CANCELLED = 2;
    private static final int DONE = 3;

    @SuppressWarnings("UnusedVariable") // by its handle
    private volatile int state;

    private final ClientConnection connection;
    private final ProtocolConversation<?, O> conversation;
    private final boolean exclusive;
    private final Thread thread = Thread.currentThread();

    /** When it is late. {@link CoarseClock#NEVER} until somebody asks, at the latest the sweep. */
    private volatile long by;

    private Duration allowed;
    private volatile boolean late;
    private boolean hungUp;
    private @Nullable Body body;

    ActiveCall(
            ClientConnection connection,
            ProtocolConversation<?, O> conversation,
            boolean exclusive) {
        this.connection = connection;
        this.conversation = conversation;
        this.exclusive = exclusive;
        allowed = connection.listener().deadlines().service();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Outbox<O> outbox() {
        return conversation.outbox();
    }

    @Override
    public void deadline(Duration longest) {
        long earlier = connection.clock().after(longest);
        if (earlier - by() < 0) {
            allowed = longest;
            by = earlier;
        }
    }

    @Override
    public void renewDeadline() {
        by = connection.clock().after(allowed);
    }

    /** Reading the time for each request would cost more than many a service takes. */
    private long by() {
        if (by == CoarseClock.NEVER) {
            BY.compareAndSet(this, CoarseClock.NEVER, connection.clock().after(allowed));
        }
        return by;
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(by() - connection.clock().exact());
    }

    @Override
    public boolean isCancelled() {
        int now = state;
        return now == INTERRUPTING || now == CANCELLED;
    }

    @Override
    public InputStream body(long length) {
        if (!exclusive || body != null) {
            throw new IllegalStateException(
                    exclusive ? "this request has had its body" : "this request has no body");
        }
        body = new Body(connection, length);
        return body;
    }

    @Override
    public void report(Throwable defect) {
        connection.report(defect);
    }

    @Override
    public void hangUp() {
        hungUp = true;
    }

    boolean hungUp() {
        return hungUp;
    }

    /** Whether it was the deadline that cancelled it. */
    boolean late() {
        return late;
    }

    Failure lateness() {
        return new Failure.Late(Failure.Wait.SERVICE, allowed);
    }

    /** Interrupts the service, unless it is done. */
    void cancel() {
        if (STATE.compareAndSet(this, RUNNING, INTERRUPTING)) {
            thread.interrupt();
            state = CANCELLED;
        }
    }

    /** Cancels a late call; one that does not heed that costs its client the connection. */
    void sweep(CoarseClock clock) {
        if (!clock.hasCome(by())) {
            return;
        }
        if (!late) {
            late = true;
            cancel();
        } else if (clock.now() - by() >= connection.listener().deadlines().request().toNanos()) {
            connection.abandon(CloseReason.LATE_SERVICE);
        }
    }

    /** The service is done: nothing can interrupt its thread from here on. */
    void done() {
        if (!STATE.compareAndSet(this, RUNNING, DONE)) {
            while (state == INTERRUPTING) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
    }

    /** Skips what the service left of the body. */
    void skipBody() throws IOException {
        if (body != null) {
            body.skipRest();
        }
    }
}
