package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopGuardTest {
    private final LoopGuard guard = new LoopGuard();

    private void look(int times, long count) {
        for (int i = 0; i < times; i++) {
            guard.look(count);
        }
    }

    @Test
    void aTurnThatWaitsIsFoundSoonerThanOneThatRuns() {
        look(1, 7);
        assertThat(guard.findsHeld(true)).isFalse();
        look(1, 7);
        assertThat(guard.findsHeld(true)).isTrue();
        look(2, 7);
        assertThat(guard.findsHeld(false)).isFalse();
        look(1, 7);
        assertThat(guard.findsHeld(false)).isTrue();
    }

    @Test
    void betweenTurnsNothingHoldsALoop() {
        look(10, 8);
        assertThat(guard.findsHeld(true)).isFalse();
        assertThat(guard.findsHeld(false)).isFalse();
    }

    @Test
    void fewTurnsBetweenTwoLooksHoldItTooAndManyDoNot() {
        for (long count = 1; count < 100; count += 18) {
            guard.look(count);
        }
        assertThat(guard.findsHeld(false)).isTrue();
        guard.look(1_001);
        assertThat(guard.findsHeld(false)).isFalse();
    }

    @Test
    void noLoopIsRelievedOfATurnTwice() {
        look(5, 7);
        guard.relieve();
        look(5, 7);
        assertThat(guard.findsHeld(true)).isFalse();
        look(5, 9);
        assertThat(guard.findsHeld(true)).isTrue();
    }

    @Test
    void aLoopIsBusyIfItIsInATurnOrHasHadOne() {
        assertThat(guard.look(0)).isFalse();
        assertThat(guard.look(7)).isTrue();
        assertThat(guard.look(7)).isTrue();
        assertThat(guard.look(8)).isTrue();
        assertThat(guard.look(8)).isFalse();
    }
}
