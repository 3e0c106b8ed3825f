package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

class LoopLaneTest {
    private static long at(long millis) {
        return Long.MAX_VALUE + TimeUnit.MILLISECONDS.toNanos(millis); // it may overflow
    }

    @Test
    void whoHoldsTheLoopOnceIsNotYetKnownToCompute() throws IOException {
        try (var loop = new PortableLoop("usher-loop-test", false)) {
            var lane = loop.lane();
            assertThat(lane.isHeldAgain(at(0))).isFalse();
            assertThat(lane.isHeldAgain(at(300))).isFalse();
            assertThat(lane.isHeldAgain(at(400))).isTrue();
            assertThat(lane.isHeldAgain(at(600))).isTrue();
            assertThat(lane.isHeldAgain(at(850))).isFalse();
        }
    }
}
