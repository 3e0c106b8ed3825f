package dev.usher.connection;

import dev.usher.Event;
import dev.usher.transport.Defects;

import java.util.List;
import java.util.function.Consumer;

/**
 * Tells the consumers of a listener what happens. A consumer that throws is a defect of the
 * program: it is shown by the thread's handler of uncaught exceptions, and the others hear the
 * event all the same.
 */
public final class Events {
    private final List<Consumer<Event>> consumers;

    /** Tells these, in this order. */
    public Events(List<Consumer<Event>> consumers) {
        this.consumers = consumers;
    }

    /** Tells everyone. Never called with a lock held. */
    public void emit(Event event) {
        for (var consumer : consumers) {
            try {
                consumer.accept(event);
            } catch (RuntimeException | Error defect) {
                Defects.show(defect);
            }
        }
    }
}
