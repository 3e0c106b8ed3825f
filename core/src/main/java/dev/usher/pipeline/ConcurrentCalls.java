package dev.usher.pipeline;

import dev.usher.CloseReason;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.connection.CoarseClock;
import dev.usher.connection.InFlight;
import dev.usher.pipeline.ServiceHandler.Answering;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Answers several requests at once, each on a virtual thread of its own. The client's own thread
 * reads; it waits while as many requests run as may, and for all of them before it ends.
 *
 * @param <I> the requests
 * @param <O> the answers
 */
final class ConcurrentCalls<I, O> implements InFlight {
    private final Answering<I, O> answering;
    private final int atOnce;
    private final Semaphore places;
    private final @Nullable AnswerOrder<O> order;
    private final @Nullable Semaphore turns;
    private final Set<Turn> calls = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Failure failure;
    private volatile boolean hungUp;

    /**
     * For one client.
     *
     * @param order keeps the answers in the order of the requests; {@code null} for no order
     * @param turns has one permit, for the request that does not yield; {@code null} if requests
     *     need not wait for that
     */
    ConcurrentCalls(
            Answering<I, O> answering,
            int atOnce,
            @Nullable AnswerOrder<O> order,
            @Nullable Semaphore turns) {
        this.answering = answering;
        this.atOnce = atOnce;
        this.places = new Semaphore(atOnce);
        this.order = order;
        this.turns = turns;
    }

    void run() throws IOException {
        answering.connection().inFlight(this);
        try {
            read();
        } catch (FailureException ended) {
            if (!hungUp) {
                throw ended;
            }
        } finally {
            await(places, atOnce);
        }
        if (failure != null && !hungUp) {
            throw new FailureException(failure);
        }
    }

    private void read() throws IOException {
        while (!hungUp && failure == null) {
            var request = answering.conversation().read();
            if (request == null) {
                return;
            }
            if (answering.isExclusive(request)) {
                answerAlone(request);
            } else {
                await(places, 1);
                if (turns != null) {
                    await(turns, 1);
                }
                start(request);
            }
        }
    }

    /** Nothing is read past an exclusive request, and nothing runs beside it. */
    private void answerAlone(I request) throws IOException {
        await(places, atOnce);
        places.release(atOnce);
        var alone = new SequentialCalls<>(answering);
        hungUp = alone.answer(request);
        answering.conversation().release();
        answering.connection().inFlight(this);
    }

    private void start(I request) {
        var pass = new Pass();
        if (answering.connection().isUnanswerable()) {
            pass.leave();
            return;
        }
        var slot = order == null ? null : order.next();
        try {
            Thread.ofVirtual()
                    .name("usher-call-" + answering.connection().peer().id())
                    .start(() -> answer(request, slot, pass));
        } catch (RuntimeException | Error noThread) {
            pass.leave();
            throw noThread;
        }
    }

    /** One request's right to run; used by its own thread once that is there. */
    private final class Pass {
        private boolean yielded;

        void yieldTurn() {
            if (turns != null && !yielded) {
                yielded = true;
                turns.release();
            }
        }

        void leave() {
            yieldTurn();
            places.release();
        }
    }

    private void answer(I request, AnswerOrder.@Nullable Slot<O> slot, Pass pass) {
        try {
            var turn = new Turn(answering.connection());
            calls.add(turn);
            var call = answering.call(request, turn, pass::yieldTurn);
            O answer = null;
            boolean last = true; // behind a request that fails nothing is in its place any more
            try {
                answer = answering.answer(request, call);
                last = call.hungUp();
            } finally {
                calls.remove(turn);
                deliver(slot, answer, last);
            }
            if (call.hungUp()) {
                hungUp = true;
                stopReading(new Failure.Lost(CloseReason.SERVER_CLOSED));
            }
        } catch (FailureException ended) {
            failure = ended.failure();
            stopReading(ended.failure());
        } catch (IOException | RuntimeException | Error defect) {
            answering.connection().failed(defect);
        } finally {
            pass.leave();
        }
    }

    private void deliver(AnswerOrder.@Nullable Slot<O> slot, @Nullable O answer, boolean last) {
        if (order != null && slot != null) {
            order.ready(slot, answer, last, this::send);
        } else {
            send(answer);
        }
    }

    private void send(@Nullable O answer) {
        if (answer == null) {
            return;
        }
        try {
            answering.conversation().send(answer);
        } catch (FailureException gone) {
            stopReading(gone.failure());
        } catch (IOException | RuntimeException | Error defect) {
            answering.connection().failed(defect);
        }
    }

    private void stopReading(Failure why) {
        answering.connection().endInput(why);
    }

    /** The answers that are ready leave before the client's thread waits for others. */
    private void await(Semaphore permits, int count) throws IOException {
        if (permits.tryAcquire(count)) {
            return;
        }
        answering.conversation().park();
        try {
            permits.acquire(count);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Lost(CloseReason.CUT));
        } finally {
            answering.conversation().unpark();
        }
    }

    @Override
    public void sweep(CoarseClock clock) {
        calls.forEach(turn -> turn.sweep(clock));
    }

    @Override
    public @Nullable Current longest(CoarseClock clock) {
        Current longest = null;
        for (var turn : calls) {
            var current = turn.current(clock);
            if (current != null
                    && (longest == null || current.age().compareTo(longest.age()) > 0)) {
                longest = current;
            }
        }
        return longest;
    }

    @Override
    public void cancel() {
        calls.forEach(Turn::cancel);
    }
}
