package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnLengthTest {
    private final TurnLength length = new TurnLength();
    private final TaskQueue waiting = new TaskQueue();

    private static TaskQueue.Task turn(boolean hasMuchToRead) {
        var queue = new TaskQueue();
        queue.put(() -> {}, null, false, hasMuchToRead);
        var turn = queue.take();
        assertThat(turn).isNotNull();
        return turn;
    }

    /** Has had turns for long that took so long each. */
    private void turnsTook(long nanos) {
        for (int i = 0; i < 100; i++) {
            length.add(10, 10 * nanos);
        }
    }

    private void waiting(int count) {
        for (int i = 0; i < count; i++) {
            waiting.put(() -> {}, null, false, true);
        }
    }

    @Test
    void aTurnIsLongByWhatThereIsToReadOrByWhatTheLastOnesTook() {
        turnsTook(10_000);
        assertThat(length.isLong(turn(true))).isTrue();
        assertThat(length.isLong(turn(false))).isFalse();
        turnsTook(30_000);
        assertThat(length.isLong(turn(false))).isTrue();
    }

    @Test
    void oneTurnThatTookVeryLongMakesNoDifference() {
        turnsTook(10_000);
        length.add(1, Long.MAX_VALUE);
        assertThat(length.isLong(turn(false))).isFalse();
    }

    @Test
    void manyTurnsAreWorthAnotherThreadOrFewLongOnes() {
        waiting(9);
        turnsTook(10_000);
        assertThat(length.isLong(waiting)).isFalse();
        waiting(2);
        assertThat(length.isLong(waiting)).isTrue();
        turnsTook(5_000);
        assertThat(length.isLong(waiting)).isFalse();
        turnsTook(30_000);
        assertThat(length.isLong(waiting)).isTrue();
    }

    @Test
    void beforeAnythingIsKnownNothingIsWorthIt() {
        waiting(1_000);
        assertThat(length.isLong(waiting)).isFalse();
    }
}
