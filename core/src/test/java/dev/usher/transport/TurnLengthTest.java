package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnLengthTest {
    private final TurnLength length = new TurnLength();
    private final TaskQueue waiting = new TaskQueue();

    private static TaskQueue.Task turn(int bytes) {
        var queue = new TaskQueue();
        queue.put(() -> {}, null, false, bytes);
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
            waiting.put(() -> {}, null, false, 4_096);
        }
    }

    private boolean isWorthWaking(int bytes) {
        return length.isWorthWaking(turn(bytes), waiting);
    }

    @Test
    void aTurnIsLongByWhatThereIsToReadOrByWhatTheLastOnesTook() {
        turnsTook(10_000);
        assertThat(length.isLong(turn(4_096))).isTrue();
        assertThat(length.isLong(turn(100))).isFalse();
        turnsTook(30_000);
        assertThat(length.isLong(turn(100))).isTrue();
    }

    @Test
    void oneTurnThatTookVeryLongMakesLittleDifference() {
        turnsTook(5_000);
        length.add(1, Long.MAX_VALUE);
        assertThat(length.isLong(turn(100))).isFalse();
    }

    @Test
    void shortTurnsAreWorthAnotherThreadIfManyWait() {
        turnsTook(10_000);
        waiting(9);
        assertThat(isWorthWaking(4_096)).isFalse();
        waiting(1);
        assertThat(isWorthWaking(4_096)).isTrue();
        turnsTook(5_000);
        assertThat(isWorthWaking(4_096)).isFalse();
        waiting(22);
        turnsTook(1);
        assertThat(isWorthWaking(4_096)).isTrue();
    }

    @Test
    void aTurnThatTakesVeryLongIsWorthItIfAnotherOneWaits() {
        turnsTook(1_000_000);
        assertThat(isWorthWaking(100)).isFalse();
        waiting(1);
        assertThat(isWorthWaking(100)).isTrue();
        turnsTook(50_000);
        assertThat(isWorthWaking(100)).isTrue();
        turnsTook(30_000);
        assertThat(isWorthWaking(100)).isFalse();
    }

    @Test
    void whoSendsVeryMuchTakesLongWhateverOthersTake() {
        turnsTook(1_000);
        waiting(1);
        assertThat(isWorthWaking(60_000)).isTrue();
        assertThat(isWorthWaking(4_096)).isFalse();
    }

    @Test
    void beforeAnythingIsKnownFewTurnsAreWorthNothing() {
        waiting(31);
        assertThat(isWorthWaking(4_096)).isFalse();
    }
}
