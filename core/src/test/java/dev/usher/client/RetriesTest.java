package dev.usher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

class RetriesTest {
    private static final Retries RETRIES =
            Retries.defaults().pauses(Duration.ofMillis(100), Duration.ofSeconds(1));

    /** A generator that always takes the largest number. */
    private static final RandomGenerator LARGEST =
            new RandomGenerator() {
                @Override
                public long nextLong() {
                    return Long.MAX_VALUE;
                }

                @Override
                public long nextLong(long bound) {
                    return bound - 1;
                }
            };

    @Test
    void theBoundOfAPauseDoublesUpToTheLongest() {
        var backoff = new Backoff(RETRIES, LARGEST);
        for (long bound : new long[] {100, 200, 400, 800, 1000, 1000}) {
            assertThat(backoff.failed()).isEqualTo(Duration.ofMillis(bound));
        }
    }

    @Test
    void aSuccessBeginsAnew() {
        var backoff = new Backoff(RETRIES, LARGEST);
        backoff.failed();
        backoff.failed();
        backoff.succeeded();
        assertThat(backoff.failed()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void manyFailuresDoNotOverflow() {
        var backoff = new Backoff(RETRIES.pauses(Duration.ofDays(1), Duration.ofDays(1)), LARGEST);
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.failed()).isEqualTo(Duration.ofDays(1));
        }
    }

    @Test
    void aPauseIsAnythingBetweenNothingAndItsBound() {
        var random = new SplittableRandom(1);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 1_000; i++) {
            long pause = new Backoff(RETRIES, random).failed().toMillis();
            least = Math.min(least, pause);
            most = Math.max(most, pause);
        }
        assertThat(least).isLessThan(5);
        assertThat(most).isBetween(95L, 100L);
    }

    @Test
    void adviceIsWaitedForAtLeast() {
        var random = new SplittableRandom(2);
        for (int i = 0; i < 1_000; i++) {
            assertThat(new Backoff(RETRIES, random).advised(Duration.ofSeconds(2)))
                    .isBetween(Duration.ofSeconds(2), Duration.ofMillis(3_100));
        }
    }

    @Test
    void aBudgetHasItsReserveAndAShareOfTheCalls() {
        var budget = new RetryBudget(RETRIES.budget(2, 0.5));
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
        budget.add();
        assertThat(budget.take()).isFalse();
        budget.add();
        assertThat(budget.take()).isTrue();
        for (int i = 0; i < 100; i++) {
            budget.add();
        }
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void aValueOutOfRangeIsNamedWithItsRange() {
        assertThatThrownBy(() -> RETRIES.budget(-1, 0))
                .hasMessage("reserve is -1; allowed is 0 to 1000000");
        assertThatThrownBy(() -> RETRIES.budget(1, 2))
                .hasMessage("share is 2.0; allowed is 0.0 to 1.0");
        assertThatThrownBy(() -> RETRIES.pauses(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("longestPause is PT1S; allowed is PT2S to PT24H");
        assertThatThrownBy(() -> ClientLimits.defaults().inFlight(0))
                .hasMessage("inFlight is 0; allowed is 1 to 1000000");
    }
}
