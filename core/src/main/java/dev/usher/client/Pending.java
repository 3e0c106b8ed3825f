package dev.usher.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A request on its way, and its answer once there is one. */
final class Pending<Q, A> extends CompletableFuture<A> {

    private enum Stage {
        WAITING,
        WRITTEN,
        GIVEN_UP
    }

    private final Exchange<Q, A> exchange;
    private final Q request;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private final long asked = System.nanoTime();
    private final long due;
    private volatile long written;

    /**
     * Asks for this.
     *
     * @param due when the answer is late, by {@link System#nanoTime}
     */
    Pending(Exchange<Q, A> exchange, Q request, long due) {
        this.exchange = exchange;
        this.request = request;
        this.due = due;
    }

    Q request() {
        return request;
    }

    /** Begins to write it; false if nobody wants that any more. */
    boolean write() {
        written = System.nanoTime();
        return !isDone() && stage.compareAndSet(Stage.WAITING, Stage.WRITTEN);
    }

    /** Gives up writing it, if that has not begun; whether the server may have it. */
    private boolean mayBeDone() {
        return !stage.compareAndSet(Stage.WAITING, Stage.GIVEN_UP) && stage.get() == Stage.WRITTEN;
    }

    /** Ends it with the end of its connection. */
    void end(End end) {
        super.completeExceptionally(end.failure(mayBeDone()));
    }

    /** Waits for the answer. Interrupted, it is not written, unless that has begun. */
    A await() throws CallException, InterruptedException {
        try {
            return get(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            cancel(false);
            throw stop;
        } catch (TimeoutException late) {
            completeExceptionally(late);
            return resultNow(this);
        } catch (ExecutionException failed) {
            throw unwrapped(failed);
        }
    }

    /** As {@link #await()}, as long as there is progress. */
    A await(Stall stall) throws CallException, InterruptedException {
        while (true) {
            try {
                return get(stall.pause(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException stop) {
                cancel(false);
                throw stop;
            } catch (TimeoutException pause) {
                if (stall.isTooLong()) {
                    completeExceptionally(pause);
                    return resultNow(this);
                }
            } catch (ExecutionException failed) {
                throw unwrapped(failed);
            }
        }
    }

    /** The answer or the failure of what is done: the answer may have come at the last moment. */
    private static <A> A resultNow(CompletableFuture<A> done) throws CallException {
        if (done.isCompletedExceptionally()) {
            throw unwrapped(new ExecutionException(done.exceptionNow()));
        }
        return done.resultNow();
    }

    private static CallException unwrapped(ExecutionException failed) {
        var cause = failed.getCause();
        if (cause instanceof CallException why) {
            return why;
        }
        if (cause instanceof RuntimeException defect) {
            throw defect; // of the request: it cannot be written
        }
        throw new IllegalStateException(cause);
    }

    /** Has it fail as late, should there be no answer in time. */
    void watch() {
        orTimeout(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private Duration allowed() {
        return Duration.ofNanos(due - asked);
    }

    /** As of any future; when the time is over, it is late. */
    @Override
    public boolean completeExceptionally(Throwable failure) {
        if (!(failure instanceof TimeoutException)) {
            return super.completeExceptionally(failure);
        }
        boolean may = mayBeDone();
        boolean late =
                super.completeExceptionally(
                        new CallException.Late(
                                "no answer from %s within %s"
                                        .formatted(exchange.server(), Words.seconds(allowed())),
                                may));
        if (late && may) {
            exchange.endIfSilentSince(written);
        }
        return late;
    }
}
