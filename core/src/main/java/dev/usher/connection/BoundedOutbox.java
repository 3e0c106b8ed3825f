package dev.usher.connection;

import dev.usher.CloseReason;
import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Outbox;
import dev.usher.Output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one way to a client's output once it speaks a protocol. Whoever finds nobody writing becomes
 * the writer; whoever finds a writer leaves its message in the queue, and the writer takes it along
 * before it goes. So one thread at a time encodes, and no lock is held while it does.
 *
 * <p>A client whose requests are answered one after another keeps the right to write from one
 * answer to the next, since to take it and to give it back costs more than many a service. While a
 * service runs, which may be long, the right is lent ({@link Loan}): who wants it recalls it.
 *
 * <p>Answers are written by the client's own threads, and stay in {@link Output} until a flush.
 * Pushes come from anybody's threads, which must not wait for this client's network: a push that
 * finds no writer starts one, a virtual thread that lives until the queue is empty. Whoever has
 * written from the queue flushes before it goes.
 *
 * @param <O> the messages
 */
final class BoundedOutbox<O> implements Outbox<O> {
    /** Nobody writes; the queue is empty. */
    private static final int IDLE = 0;

    /** Somebody writes; the queue is empty. */
    private static final int WRITING = 1;

    /** Somebody writes, and has to look at the queue and flush before it goes. */
    private static final int QUEUED = 2;

    /** The output failed. Nobody writes any more. */
    private static final int BROKEN = 3;

    private record Entry<O>(O message, boolean push) {}

    private final ClientConnection connection;
    private final Codec<?, O> codec;
    private final Output output;
    private final int capacity;

    /** Leaves {@link #QUEUED} only under the lock, and {@link #BROKEN} never. */
    private final AtomicInteger state = new AtomicInteger(IDLE);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Entry<O>> queue = new ArrayDeque<>(0);
    private long dropped;
    private boolean closed;

    private volatile Loan loan = Loan.NONE;

    /** Whether the client's own thread has the right to write; it alone uses this. */
    private boolean kept;

    BoundedOutbox(ClientConnection connection, Codec<?, O> codec, Output output, int capacity) {
        this.connection = connection;
        this.codec = codec;
        this.output = output;
        this.capacity = capacity;
    }

    /** Writes an answer, or leaves it to the one who is writing. */
    void answer(O message) throws IOException {
        if (state.compareAndSet(IDLE, WRITING) || becomeWriter(new Entry<>(message, false))) {
            write(message);
            leave();
        }
    }

    /** Sends what was written; if somebody else is writing, that one does it before it goes. */
    void flush() throws IOException {
        if (state.compareAndSet(IDLE, WRITING) || becomeWriter(null)) {
            flushOutput();
            leave();
        }
    }

    /** What the right to write is lent to while it is kept. */
    void lendTo(Loan loan) {
        this.loan = loan;
    }

    /**
     * Writes an answer as {@link #answer}, and keeps the right to write; by the client's thread.
     */
    void answerAndKeep(O message) throws IOException {
        if (kept
                || state.compareAndSet(IDLE, WRITING)
                || becomeWriter(new Entry<>(message, false))) {
            kept = false; // should it fail
            write(message);
            kept = true;
        }
    }

    /**
     * Whether the right to write is kept, so that it can be lent; not if others have left messages,
     * which are written now. By the client's thread.
     */
    boolean canLend() throws IOException {
        if (kept && state.get() != WRITING) {
            release();
        }
        return kept;
    }

    /** Keeps the right to write no longer; by the client's thread, while nothing is lent. */
    void release() throws IOException {
        if (kept) {
            kept = false;
            leave();
        }
    }

    /** What was lent has been recalled: it is not kept any more. By the client's thread. */
    void lost() {
        kept = false;
    }

    /** Sends what was written, and keeps nothing; by the client's thread. */
    void giveBack() throws IOException {
        if (kept && loan.recallOwn()) {
            kept = false;
            flushOutput();
            leave();
        } else {
            kept = false;
            flush();
        }
    }

    /**
     * A service takes its time: what was written or left leaves without its answer; unless somebody
     * is writing, who sees to it. By any thread.
     */
    void hasten() {
        if (loan.recall() || (output.hasUnsent() && state.compareAndSet(IDLE, WRITING))) {
            if (output.hasUnsent() || !state.compareAndSet(WRITING, IDLE)) {
                startWriter();
            }
        }
    }

    /**
     * Becomes the writer or, if there is one, gives it the entry and the order to flush.
     *
     * @return whether the caller is the writer now; then the entry is not queued
     */
    private boolean becomeWriter(@Nullable Entry<O> entry) throws FailureException {
        lock.lock();
        try {
            while (entry != null && queue.size() >= capacity && state.get() != BROKEN) {
                changed.await(); // as long as the writer may wait: the write deadline
            }
            for (; ; ) {
                if (state.compareAndSet(IDLE, WRITING)) {
                    return true;
                }
                if (state.get() == BROKEN) {
                    throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
                }
                if (state.get() == QUEUED || state.compareAndSet(WRITING, QUEUED)) {
                    if (entry != null) {
                        queue.add(entry);
                    }
                    return false;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Lost(CloseReason.CUT));
        } finally {
            lock.unlock();
        }
    }

    /** Ends the writer's part: takes along what others left meanwhile. */
    private void leave() throws IOException {
        if (!state.compareAndSet(WRITING, IDLE)) {
            writeQueue();
        }
    }

    private void writeQueue() throws IOException {
        for (boolean flushed = false; ; ) {
            var next = next(flushed);
            if (next != null) {
                write(next.message());
                flushed = false;
            } else if (flushed) {
                return;
            } else {
                flushOutput();
                flushed = true;
            }
        }
    }

    /** The next entry. If there is none and all is flushed, the writer's part has ended. */
    private @Nullable Entry<O> next(boolean flushed) {
        lock.lock();
        try {
            var next = queue.poll();
            if (next == null && flushed) {
                state.set(IDLE);
            }
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void write(O message) throws IOException {
        try {
            codec.write(output, message);
        } catch (IOException | RuntimeException | Error failed) {
            abandon();
            throw failed;
        }
    }

    private void flushOutput() throws IOException {
        try {
            output.flush();
        } catch (IOException | RuntimeException | Error failed) {
            abandon();
            throw failed;
        }
    }

    /** Half a message may have left: nothing can follow it. */
    private void abandon() {
        lock.lock();
        try {
            closed = true;
            state.set(BROKEN);
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean send(O message, WhenFull whenFull) {
        boolean accepted;
        boolean first = false;
        lock.lock();
        try {
            accepted = !closed && makeRoom(whenFull) && !closed;
            if (accepted) {
                queue.add(new Entry<>(message, true));
                // Should the loan begin just now, it may be missed; then the sweep hastens us.
                first = state.getAndSet(QUEUED) == IDLE || loan.recall();
            }
        } finally {
            lock.unlock();
        }
        if (first && !startWriter()) {
            return false;
        }
        if (!accepted && whenFull == WhenFull.CLOSE) {
            connection.cut(CloseReason.OUTBOX_FULL);
        }
        return accepted;
    }

    /** Without a writer nothing can leave any more. */
    private boolean startWriter() {
        try {
            connection.startWriter(this::writeQueue);
            return true;
        } catch (RuntimeException | Error noThread) {
            abandon();
            connection.failed(noThread);
            return false;
        }
    }

    private boolean makeRoom(WhenFull whenFull) {
        return queue.size() < capacity
                || switch (whenFull) {
                    case WAIT -> awaitRoom();
                    case DROP_OLDEST -> dropOldest();
                    case CLOSE -> false;
                };
    }

    private boolean awaitRoom() {
        long left = connection.listener().deadlines().write().toNanos();
        while (!closed && queue.size() >= capacity && left > 0) {
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return queue.size() < capacity;
    }

    private boolean dropOldest() {
        dropped++;
        for (var entries = queue.iterator(); entries.hasNext(); ) {
            if (entries.next().push()) {
                entries.remove();
                return true;
            }
        }
        return false; // nothing but answers: it is the new one that is dropped
    }

    @Override
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more pushes, and waits until what is queued is written: as long as a writer may
     * take. Called when no answer is on its way any more.
     *
     * @throws FailureException lost, if the output is broken
     */
    void close() throws FailureException {
        lock.lock();
        try {
            closed = true;
            while (state.get() != IDLE && state.get() != BROKEN) {
                changed.await();
            }
            if (state.get() == BROKEN) {
                throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Lost(CloseReason.CUT));
        } finally {
            lock.unlock();
        }
    }
}
