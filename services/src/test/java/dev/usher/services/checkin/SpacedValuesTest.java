package dev.usher.services.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Connection;
import dev.usher.Conversation;
import dev.usher.Outbox;
import dev.usher.services.pickle.PickleValue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SpacedValuesTest {

    /** Knows nothing but when a value left; that it was later than it had to is no failure. */
    private static final class Departures implements Conversation<PickleValue, PickleValue> {
        private final List<Long> moments = new ArrayList<>();

        @Override
        public void send(PickleValue message) {}

        @Override
        public void flush() {
            moments.add(System.nanoTime());
        }

        @Override
        public PickleValue read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Connection connection() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outbox<PickleValue> outbox() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void twoValuesNeverLeaveWithinFiftyMilliseconds() throws Exception {
        var departures = new Departures();
        var values = new SpacedValues(departures);
        for (int i = 0; i < 5; i++) {
            values.send(PickleValue.Int.of(i));
        }
        for (int i = 1; i < 5; i++) {
            long gap = departures.moments.get(i) - departures.moments.get(i - 1);
            assertThat(Duration.ofNanos(gap)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }
}
