package dev.usher.client;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The requests of one connection that await their answers. Safe for use by many threads. */
sealed interface Awaited<Q, A> {

    /**
     * Adds one, which is about to be written.
     *
     * @throws IllegalArgumentException if its answer could not be told from another's
     */
    void add(Pending<Q, A> pending);

    /** Takes one out that was not written in the end; the last one added. */
    void remove(Pending<Q, A> pending);

    /** Takes out the one that this message answers; {@code null} if it answers none. */
    @Nullable Pending<Q, A> take(A message);

    /** Takes out all. */
    List<Pending<Q, A>> takeAll();

    static <Q, A> Awaited<Q, A> of(Dialect<Q, A> dialect) {
        var keys = dialect.keys();
        return keys == null ? new InOrder<>() : new ByKey<>(keys);
    }

    /** The first answer is to the first request. */
    final class InOrder<Q, A> implements Awaited<Q, A> {
        private final ConcurrentLinkedDeque<Pending<Q, A>> queue = new ConcurrentLinkedDeque<>();

        @Override
        public void add(Pending<Q, A> pending) {
            queue.addLast(pending);
        }

        @Override
        public void remove(Pending<Q, A> pending) {
            queue.removeLastOccurrence(pending);
        }

        @Override
        public @Nullable Pending<Q, A> take(A message) {
            return queue.pollFirst();
        }

        @Override
        public List<Pending<Q, A>> takeAll() {
            var all = new ArrayList<Pending<Q, A>>();
            for (var next = queue.pollFirst(); next != null; next = queue.pollFirst()) {
                all.add(next);
            }
            return all;
        }
    }

    /** An answer has the key of its request. */
    final class ByKey<Q, A> implements Awaited<Q, A> {
        private final Dialect.Keys<Q, A> keys;
        private final ConcurrentHashMap<Object, Pending<Q, A>> byKey = new ConcurrentHashMap<>();

        ByKey(Dialect.Keys<Q, A> keys) {
            this.keys = keys;
        }

        @Override
        public void add(Pending<Q, A> pending) {
            var key = keys.request().apply(pending.request());
            if (byKey.putIfAbsent(key, pending) != null) {
                throw new IllegalArgumentException(
                        "a request with the key %s is in flight already".formatted(key));
            }
        }

        @Override
        public void remove(Pending<Q, A> pending) {
            byKey.remove(keys.request().apply(pending.request()), pending);
        }

        @Override
        public @Nullable Pending<Q, A> take(A message) {
            var key = keys.answer().apply(message);
            return key == null ? null : byKey.remove(key);
        }

        @Override
        public List<Pending<Q, A>> takeAll() {
            var all = new ArrayList<Pending<Q, A>>();
            for (var key : List.copyOf(byKey.keySet())) {
                var pending = byKey.remove(key);
                if (pending != null) {
                    all.add(pending);
                }
            }
            return all;
        }
    }
}
