package dev.usher.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Failure;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class UndertakingsTest {
    private static final Failure STOP = new Failure.Draining(Duration.ofSeconds(1));

    private final Undertakings undertakings = new Undertakings();
    private final List<Failure> ends = new ArrayList<>();

    @Test
    void aStopEndsTheInputAtOnceIfNothingHasBegun() {
        undertakings.stop(STOP, ends::add);
        assertThat(ends).containsExactly(STOP);
    }

    @Test
    void aStopWaitsForAllThatHasBegun() {
        var one = undertakings.begin(ends::add);
        var other = undertakings.begin(ends::add);
        undertakings.stop(STOP, ends::add);
        one.close();
        assertThat(ends).isEmpty();
        other.close();
        assertThat(ends).containsExactly(STOP);
    }

    @Test
    void whatIsClosedTwiceEndsOnce() {
        var one = undertakings.begin(ends::add);
        var other = undertakings.begin(ends::add);
        one.close();
        one.close();
        undertakings.stop(STOP, ends::add);
        assertThat(ends).isEmpty();
        other.close();
        assertThat(ends).containsExactly(STOP);
    }
}
