package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A work between the thread that asks for it, and waits, and the thread of the database that does
 * it. It ends exactly once: with a result, with an exception, or withdrawn before it began.
 */
final class Job<T extends @Nullable Object> {
    private enum State {
        WAITING,
        BEGUN,
        OVER
    }

    private final Work<T> work;
    private final Duration longest;
    private final boolean alone;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CountDownLatch told = new CountDownLatch(1);

    /** Written before it is told, and read after. */
    private @Nullable T result;

    private @Nullable Throwable failure;

    private Job(Work<T> work, Duration longest, boolean alone) {
        this.work = work;
        this.longest = longest;
        this.alone = alone;
    }

    /** This work, which may take so long once it has begun. */
    static <T extends @Nullable Object> Job<T> of(Work<T> work, Duration longest) {
        return new Job<>(work, longest, false);
    }

    /** The same in a transaction that no other work is in. */
    static <T extends @Nullable Object> Job<T> alone(Work<T> work, Duration longest) {
        return new Job<>(work, longest, true);
    }

    /** Whether no other work may be in the transaction. */
    boolean isAlone() {
        return alone;
    }

    /** How long it may take once it has begun. */
    Duration longest() {
        return longest;
    }

    /** Whether it is to be done: not if it has been withdrawn. */
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.BEGUN);
    }

    /** Does it; nobody is told yet. */
    void run(Connection connection) throws SQLException, IOException {
        result = work.on(connection);
    }

    /** Tells the result of the last run. */
    void tell() {
        if (state.getAndSet(State.OVER) != State.OVER) {
            told.countDown();
        }
    }

    /** Tells that it failed. */
    void fail(Throwable why) {
        if (state.getAndSet(State.OVER) != State.OVER) {
            failure = why;
            told.countDown();
        }
    }

    /**
     * Waits for the result.
     *
     * @param patience how long until it must have begun
     * @param withdrawn is run if it has not, and is not going to
     * @param inTheDark what it means if there is no result long after it began
     */
    T await(Duration patience, Runnable withdrawn, Trouble inTheDark) throws IOException {
        boolean interrupted = false;
        try {
            try {
                if (!told.await(patience.toNanos(), TimeUnit.NANOSECONDS) && withdraw()) {
                    withdrawn.run();
                    throw Trouble.BUSY.exception();
                }
            } catch (InterruptedException stop) {
                interrupted = true;
                if (withdraw()) {
                    withdrawn.run();
                    throw new InterruptedIOException("interrupted before the database began");
                }
            }
            interrupted |= awaitEnd(inTheDark);
            return outcome();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean withdraw() {
        return state.compareAndSet(State.WAITING, State.OVER);
    }

    /** Waits for the end of what has begun; returns whether it was interrupted meanwhile. */
    private boolean awaitEnd(Trouble inTheDark) throws IOException {
        boolean interrupted = false;
        // As long again for others in the same transaction, and for the disk.
        long until = System.nanoTime() + 2 * longest.toNanos();
        while (true) {
            try {
                if (!told.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw inTheDark.exception();
                }
                return interrupted;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
    }

    @SuppressWarnings("NullAway") // a result is null only if T may be
    private T outcome() throws IOException {
        return switch (failure) {
            case null -> result;
            case IOException failed -> throw failed;
            case RuntimeException defect -> throw defect;
            case Error defect -> throw defect;
            default -> throw new IOException(failure);
        };
    }
}
