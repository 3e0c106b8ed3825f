package dev.usher.client;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;

/**
 * Hands what a server sends on its own to a listener, in order, on a thread of its own: so the
 * listener may call the server. Who has more than may wait is held up.
 */
final class Pushes<A> implements Consumer<A>, AutoCloseable {
    private final ArrayBlockingQueue<A> queue;
    private final Consumer<? super A> listener;
    private final Thread thread;

    Pushes(int most, Consumer<? super A> listener) {
        queue = new ArrayBlockingQueue<>(most);
        this.listener = listener;
        thread = Thread.ofVirtual().name("usher-client-pushes").start(this::run);
    }

    @Override
    public void accept(A message) {
        try {
            queue.put(message);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Listening.tell(listener, queue.take());
                if (Thread.interrupted()) {
                    return; // closed, which the listener has not minded
                }
            }
        } catch (InterruptedException closed) {
            queue.clear();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
