package dev.usher.pipeline;

import dev.usher.CloseReason;
import dev.usher.connection.ClientConnection;
import dev.usher.connection.CoarseClock;
import dev.usher.connection.InFlight;
import dev.usher.connection.Loan;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * Requests that are served one after another, each of which may be cancelled while it is: by an
 * interrupt of its thread. When the service is done no interrupt can reach the thread any more, so
 * none is ever taken for one of a later request.
 *
 * <p>The same step that ends a request takes back the right to write, should it have been lent to
 * its service.
 *
 * <p>The serving thread begins and ends requests; any other may cancel the one that is served; one
 * thread sweeps.
 */
final class Turn implements Loan {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Turn.class, "state", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private static final int DONE = 0;
    private static final int SERVED = 1;
    private static final int INTERRUPTING = 2;
    private static final int CANCELLED = 3;

    /** The service is done, but something is left to do within its deadline. */
    private static final int CLEARING = 4;

    /** Served, and the right to write is there for whoever wants it meanwhile. */
    private static final int LENDING = 5;

    private static final int PHASES = 8;

    private static final int MOST_SHOWN = 100;

    private final ClientConnection connection;

    /** The number of the request, times {@link #PHASES}, plus the phase in which it is. */
    private volatile long state = DONE;

    /** The last request that was found to be late. */
    private volatile long late;

    /** When the service is late, should it be sooner than usual. */
    private volatile long by;

    private Duration allowed;
    private boolean cancelled;
    private boolean lends;
    private Thread thread = Thread.currentThread();

    // Of the thread that sweeps. Reading the time for each request would cost more than many a
    // service takes, so the usual deadline counts from the first sweep that sees the request.

    private volatile long seen;
    private volatile long usualBy;

    private long hastened;

    /** The beginning of the request that {@link #shownFor} is the number of. */
    private volatile @Nullable String shown;

    private volatile long shownFor;

    Turn(ClientConnection connection) {
        this.connection = connection;
        allowed = usual();
    }

    /** The requests that follow are served by the calling thread. */
    void isServedHere() {
        thread = Thread.currentThread();
    }

    private Duration usual() {
        return connection.listener().deadlines().service();
    }

    /**
     * The service begins.
     *
     * @param lends whether the right to write is lent to it
     * @return the number of the request
     */
    long begin(boolean lends) {
        this.lends = lends;
        if (by != CoarseClock.NEVER) {
            by = CoarseClock.NEVER;
            allowed = usual();
        }
        cancelled = false;
        long number = state / PHASES + 1;
        // No full fence: should a cancel just now miss this request, the next sweep repeats it.
        STATE.setRelease(this, number * PHASES + (lends ? LENDING : SERVED));
        if (connection.isUnanswerable()) {
            cancel();
        }
        return number;
    }

    /**
     * The service is done: nothing can interrupt its thread from here on.
     *
     * @return false if it was lent the right to write, and somebody else has recalled that
     */
    @SuppressWarnings("ThreadPriorityCheck")
    boolean end(long number) {
        long done = number * PHASES + DONE;
        if (STATE.compareAndSet(this, done + (lends ? LENDING : SERVED), done)) {
            return true;
        }
        if (!lends || !STATE.compareAndSet(this, done + SERVED, done)) {
            while (state % PHASES == INTERRUPTING) {
                Thread.yield(); // who interrupts may need this carrier
            }
            Thread.interrupted();
            cancelled = true;
            state = done;
        }
        return !lends;
    }

    @Override
    public boolean recall() {
        return recall(state);
    }

    private boolean recall(long now) {
        return now % PHASES == LENDING && STATE.compareAndSet(this, now, now - LENDING + SERVED);
    }

    @Override
    public boolean recallOwn() {
        long now = state;
        return now % PHASES == DONE || now % PHASES == CLEARING || recall(now);
    }

    /** After the {@link #end}: more is to be done, which cannot be interrupted, but be late. */
    void clear(boolean more) {
        state = state / PHASES * PHASES + (more ? CLEARING : DONE);
    }

    /** Whether this request is served, and was not cancelled. */
    boolean goesOn(long number) {
        long now = state;
        return now == number * PHASES + SERVED || now == number * PHASES + LENDING;
    }

    /** After the {@link #end}: whether it was cancelled. */
    boolean wasCancelled() {
        return cancelled;
    }

    /** Whether it was its deadline that cancelled it. */
    boolean isLate(long number) {
        return late == number;
    }

    /** How long the last one was allowed to take. */
    Duration allowed() {
        return allowed;
    }

    /** Gives the service less time than it has. */
    void deadline(Duration longest) {
        if (longest.compareTo(remaining()) < 0) {
            allowed = longest;
            by = connection.clock().after(longest);
        }
    }

    /** Gives the service as much time as it was given, from now on. */
    void renewDeadline() {
        by = connection.clock().after(allowed);
    }

    Duration remaining() {
        return Duration.ofNanos(by() - connection.clock().exact());
    }

    private long by() {
        if (by == CoarseClock.NEVER) {
            by = connection.clock().after(allowed);
        }
        return by;
    }

    /** Has this request shown to whoever asks what is being served. */
    void show(long number, Object request) {
        shown = beginning(request instanceof byte[] bytes ? bytes.length + " bytes" : request);
        shownFor = number;
    }

    private static String beginning(Object request) {
        var text = String.valueOf(request);
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    /** What is served now, and for how long as far as the sweep has seen. */
    InFlight.@Nullable Current current(CoarseClock clock) {
        long now = state;
        if (now % PHASES == DONE) {
            return null;
        }
        long number = now / PHASES;
        long age = seen == number ? clock.now() - (usualBy - usual().toNanos()) : 0;
        return new InFlight.Current(
                Duration.ofNanos(Math.max(0, age)), shownFor == number ? shown : null);
    }

    /** Interrupts the service, if there is one. */
    void cancel() {
        cancel(state);
    }

    private void cancel(long found) {
        long now = found;
        if (now % PHASES == LENDING) {
            connection.hasten(); // it may not heed this for long, and pushes are not to wait
            now += SERVED - LENDING;
        }
        var serving = thread;
        if (now % PHASES == SERVED && STATE.compareAndSet(this, now, now - SERVED + INTERRUPTING)) {
            serving.interrupt();
            state = now - SERVED + CANCELLED;
        }
    }

    /**
     * Cancels what can have no answer, or is late. A service that does not heed that costs its
     * client the connection.
     */
    void sweep(CoarseClock clock) {
        long now = state;
        if (now % PHASES == DONE) {
            return;
        }
        if (connection.isUnanswerable()) {
            cancel(now);
        }
        long number = now / PHASES;
        if (seen != number) {
            seen = number;
            usualBy = clock.after(usual());
        } else if (hastened != number) {
            hastened = number;
            connection.hasten();
        }
        long own = by;
        long latest = own == CoarseClock.NEVER ? usualBy : own;
        if (!clock.hasCome(latest)) {
            return;
        }
        if (late != number) {
            late = number;
            cancel(now);
        } else if (clock.now() - latest >= connection.listener().deadlines().request().toNanos()) {
            connection.abandon(CloseReason.LATE_SERVICE);
        }
    }
}
