package dev.usher.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

class RepeatsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Repeats repeats = new Repeats(nanos::get);

    private static LogEntry trouble(String listener, String message) {
        return new LogEntry(
                Instant.EPOCH,
                Level.WARN,
                Log.NAME,
                message,
                Map.of(LogEntry.EVENT, "accept-failed", "listener", listener),
                null);
    }

    private static LogEntry defect(Throwable cause) {
        return new LogEntry(Instant.EPOCH, Level.ERROR, Log.NAME, "", Map.of(), cause);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void theFirstIsShownAndThoseLikeItAreCounted() {
        assertThat(repeats.isNew(trouble("echo", "one"))).isTrue();
        assertThat(repeats.isNew(trouble("echo", "two"))).isFalse();
        assertThat(repeats.isNew(trouble("echo", "three"))).isFalse();

        pass(Duration.ofSeconds(9));
        assertThat(repeats.over()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(repeats.over())
                .containsExactly(
                        new Repeats.Flood(trouble("echo", "three"), 2, Duration.ofSeconds(10)));
    }

    @Test
    void aFloodThatGoesOnIsALineInTenSeconds() {
        int shown = 0;
        int told = 0;
        long counted = 0;
        for (int i = 0; i < 100_000; i++) {
            shown += repeats.isNew(trouble("echo", "" + i)) ? 1 : 0;
            pass(Duration.ofMillis(1));
            for (var flood : repeats.over()) {
                told++;
                counted += flood.count();
            }
        }

        assertThat(shown).isEqualTo(1);
        assertThat(told).isEqualTo(10);
        assertThat(shown + counted).isEqualTo(100_000);
    }

    @Test
    void afterAWindowWithoutAnyTheNextIsNewAgain() {
        assertThat(repeats.isNew(trouble("echo", "one"))).isTrue();
        pass(Repeats.WINDOW);
        assertThat(repeats.over()).isEmpty();

        assertThat(repeats.isNew(trouble("echo", "two"))).isTrue();
    }

    @Test
    void otherTroublesAreNewOnTheirOwn() {
        assertThat(repeats.isNew(trouble("echo", "one"))).isTrue();
        assertThat(repeats.isNew(trouble("files", "one"))).isTrue();
        assertThat(repeats.isNew(defect(new IllegalStateException("a")))).isTrue();
        assertThat(repeats.isNew(defect(new IllegalArgumentException("a")))).isTrue();
    }

    @Test
    void whatIsAlikeIsTheSameDefectWhateverItsMessage() {
        for (int i = 0; i < 3; i++) {
            assertThat(repeats.isNew(defect(new IllegalStateException("" + i)))).isEqualTo(i == 0);
        }
    }

    @Test
    void manyKindsDoNotTakeMemoryWithoutEnd() {
        int shown = 0;
        for (int i = 0; i < 5_000; i++) {
            shown += repeats.isNew(trouble("listener" + i, "one")) ? 1 : 0;
        }

        assertThat(shown).isEqualTo(1_001);
        assertThat(repeats.rest())
                .singleElement()
                .satisfies(flood -> assertThat(flood.count()).isEqualTo(3_999));
    }

    @Test
    void atTheEndTheRestIsTold() {
        assertThat(repeats.isNew(trouble("echo", "one"))).isTrue();
        assertThat(repeats.isNew(trouble("echo", "two"))).isFalse();
        pass(Duration.ofSeconds(3));

        assertThat(repeats.rest())
                .containsExactly(
                        new Repeats.Flood(trouble("echo", "two"), 1, Duration.ofSeconds(3)));
        assertThat(repeats.rest()).isEmpty();
    }
}
