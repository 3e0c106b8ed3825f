package dev.usher.services.checkin;

import dev.usher.Conversation;
import dev.usher.services.pickle.PickleValue;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/**
 * Speaks with one client so that the values it is sent do not arrive together. Of clients that take
 * each value with one {@code recv}, a third or so fails without a gap, and none with one of 50 ms.
 *
 * <p>The gap is kept from what was sent before, and from what the client has sent as well: it may
 * have taken its time to connect and type, and read nothing until it had sent that.
 *
 * <p>Waits on the client's own thread, so that nobody else is slowed down. The time is the system's
 * and no other, since it passes on the network.
 */
final class SpacedValues {
    private static final Duration GAP = Duration.ofMillis(50);

    private final Conversation<PickleValue, PickleValue> conversation;

    /** When the next value may leave. */
    private long due = System.nanoTime();

    SpacedValues(Conversation<PickleValue, PickleValue> conversation) {
        this.conversation = conversation;
    }

    /** Waits for the client's next value; {@code null} when it has no more. */
    @Nullable PickleValue read() throws IOException {
        try {
            return conversation.read();
        } finally {
            beginGap(); // after a failure too: what the client is told then is a value as well
        }
    }

    /** Sends a value when its time has come; it has left when this returns. */
    void send(PickleValue value) throws IOException, InterruptedException {
        awaitGap();
        conversation.send(value);
        conversation.flush();
        beginGap();
    }

    /** Waits until the next value may leave. */
    void awaitGap() throws InterruptedException {
        Thread.sleep(gap());
    }

    /** Whether the client begins to send a value before the next one may leave. */
    boolean arrivesInGap() throws IOException {
        return conversation.connection().input().arrivesWithin(gap());
    }

    private void beginGap() {
        due = System.nanoTime() + GAP.toNanos();
    }

    private Duration gap() {
        return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    }
}
