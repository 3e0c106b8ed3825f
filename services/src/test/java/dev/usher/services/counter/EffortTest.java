package dev.usher.services.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.atomic.AtomicInteger;

class EffortTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_000_000, 10_000_001})
    void isMadeUnlessItIsCancelled(long additions) {
        assertThat(new Effort(additions).make(() -> false)).isTrue();
        assertThat(new Effort(additions).make(() -> true)).isFalse();
    }

    @Test
    void heedsACancellationHalfWay() {
        var questions = new AtomicInteger();
        assertThat(new Effort(Effort.MOST).make(() -> questions.incrementAndGet() > 3)).isFalse();
        assertThat(questions).hasValueLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_000_001})
    void isWithinItsRange(long additions) {
        assertThatThrownBy(() -> new Counter(additions).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("work is " + additions + "; allowed is 0 to 1000000000");
    }
}
