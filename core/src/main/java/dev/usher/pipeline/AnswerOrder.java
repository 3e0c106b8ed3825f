package dev.usher.pipeline;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings answers that are ready in any order back into the order of their requests. Whoever brings
 * the answer that the others wait for delivers it and all that follow; the others just leave
 * theirs. Safe for use by many threads; the lock is not held during a delivery.
 *
 * @param <O> the answers
 */
final class AnswerOrder<O> {

    /** Takes the answers, in order, from one thread at a time. */
    interface Delivery<O> {
        /** {@code null} stands for a request without an answer. */
        void deliver(@Nullable O answer);
    }

    /** The place of one request's answer. */
    static final class Slot<O> {
        private @Nullable O answer;
        private boolean ready;
        private boolean last;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Slot<O>> slots = new ArrayDeque<>();
    private boolean delivering;
    private boolean ended;

    /** The next request's place. Called by one thread, in the order of the requests. */
    Slot<O> next() {
        var slot = new Slot<O>();
        lock.lock();
        try {
            slots.add(slot);
        } finally {
            lock.unlock();
        }
        return slot;
    }

    /**
     * An answer is ready; delivers what can be delivered, unless another thread is at it.
     *
     * @param last whether nothing that comes behind it is to be delivered
     */
    void ready(Slot<O> slot, @Nullable O answer, boolean last, Delivery<O> delivery) {
        for (var next = put(slot, answer, last); next != null; next = after()) {
            delivery.deliver(next.answer);
        }
    }

    private @Nullable Slot<O> put(Slot<O> slot, @Nullable O answer, boolean last) {
        lock.lock();
        try {
            slot.answer = answer;
            slot.ready = true;
            slot.last = last;
            return delivering ? null : takeReady();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Slot<O> after() {
        lock.lock();
        try {
            return takeReady();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Slot<O> takeReady() {
        var first = slots.peek();
        delivering = first != null && first.ready && !ended;
        ended |= delivering && first != null && first.last;
        return delivering ? slots.poll() : null;
    }
}
