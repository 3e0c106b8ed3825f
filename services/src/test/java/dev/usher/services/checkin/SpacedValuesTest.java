package dev.usher.services.checkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Connection;
import dev.usher.Conversation;
import dev.usher.FailureException;
import dev.usher.Outbox;
import dev.usher.services.pickle.PickleValue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SpacedValuesTest {

    /**
     * Knows nothing but when a value came or left; that it was later than it had to is no failure.
     */
    private static final class Departures implements Conversation<PickleValue, PickleValue> {
        private final List<Long> moments = new ArrayList<>();

        @Override
        public void send(PickleValue message) {}

        @Override
        public void flush() {
            moments.add(System.nanoTime());
        }

        @Override
        public PickleValue read() throws FailureException {
            moments.add(System.nanoTime());
            throw FailureException.malformed("no pickle");
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

    private final Departures departures = new Departures();
    private final SpacedValues values = new SpacedValues(departures);

    @Test
    void twoValuesNeverLeaveWithinFiftyMilliseconds() throws Exception {
        for (int i = 0; i < 5; i++) {
            values.send(PickleValue.Int.of(i));
        }
        assertGaps(5);
    }

    @Test
    void afterTheClientsWordsTheGapBeginsAnewEvenIfTheyAreNoValue() throws Exception {
        values.send(new PickleValue.None());
        values.awaitGap();
        assertThatThrownBy(values::read).isInstanceOf(FailureException.class);
        values.send(new PickleValue.None());
        assertGaps(3);
    }

    private void assertGaps(int count) {
        assertThat(departures.moments).hasSize(count);
        for (int i = 1; i < count; i++) {
            long gap = departures.moments.get(i) - departures.moments.get(i - 1);
            assertThat(Duration.ofNanos(gap)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }
}
