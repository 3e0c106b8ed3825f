package dev.usher.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class CoarseClockTest {
    private long exact;
    private final CoarseClock clock = new CoarseClock(() -> exact);

    private void tick(long nanos) {
        exact = nanos;
        clock.tick();
    }

    @Test
    void whatHasNoTimeNeverComes() {
        tick(Long.MAX_VALUE);
        for (long mark = CoarseClock.NEVER; mark <= CoarseClock.MARKS; mark++) {
            assertThat(clock.hasCome(mark)).isFalse();
        }
    }

    /** The system's clock may begin anywhere, and so pass zero. */
    @ParameterizedTest
    @ValueSource(longs = {-1_000, -996, -1_001, 0, 5, Long.MAX_VALUE - 500})
    void aMomentComesOnceAndIsNoneOfTheMarks(long now) {
        tick(now);
        for (long moment :
                new long[] {
                    clock.after(Duration.ofNanos(1_000)), clock.afterTick(Duration.ofNanos(1_000))
                }) {
            assertThat(moment < CoarseClock.NEVER || moment > CoarseClock.MARKS).isTrue();
            tick(now + 999);
            assertThat(clock.hasCome(moment)).isFalse();
            tick(now + 1_000 + CoarseClock.MARKS + 1);
            assertThat(clock.hasCome(moment)).isTrue();
            tick(now);
        }
    }

    @Test
    void theTimeStandsStillBetweenTwoTicks() {
        tick(100);
        exact = 200;
        assertThat(clock.now()).isEqualTo(100);
        assertThat(clock.exact()).isEqualTo(200);
        assertThat(clock.after(Duration.ofNanos(10))).isEqualTo(210);
        assertThat(clock.afterTick(Duration.ofNanos(10))).isEqualTo(110);
    }
}
