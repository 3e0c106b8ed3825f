package dev.usher.services.checkin;

import dev.usher.Conversation;
import dev.usher.services.pickle.PickleValue;

import java.io.IOException;
import java.time.Duration;

/**
 * Sends one client values that do not arrive together. Of clients that take each value with one
 * {@code recv}, a third or so fails without a gap, and none with one of 50 ms.
 *
 * <p>Waits on the client's own thread, so that nobody else is slowed down. The time is the system's
 * and no other, since it passes on the network.
 */
final class SpacedValues {
    private static final Duration GAP = Duration.ofMillis(50);

    private final Conversation<?, PickleValue> conversation;

    /** When the next one may leave. */
    private long due = System.nanoTime();

    SpacedValues(Conversation<?, PickleValue> conversation) {
        this.conversation = conversation;
    }

    /** Sends a value when its time has come; it has left when this returns. */
    void send(PickleValue value) throws IOException, InterruptedException {
        awaitGap();
        conversation.send(value);
        conversation.flush();
        due = System.nanoTime() + GAP.toNanos();
    }

    /** Waits until the next value may leave. */
    void awaitGap() throws InterruptedException {
        Thread.sleep(gap());
    }

    /** Whether the client begins to send a value before the next one may leave. */
    boolean arrivesInGap() throws IOException {
        return conversation.connection().input().arrivesWithin(gap());
    }

    private Duration gap() {
        return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    }
}
