package dev.usher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bench.report.Metric;
import dev.usher.bench.report.Slice;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Map;
import java.util.Properties;

class GuardTest {
    @Test
    void comparesRoundByRoundAndLeavesSlowOnesOut() {
        var slices = new ArrayList<Slice>();
        for (int round = 1; round <= 3; round++) {
            slices.add(slice("usher", round, 50 * round, false));
            slices.add(slice("netty-epoll-1", round, 100 * round, false));
        }
        slices.add(slice("usher", 4, 1, false));
        slices.add(slice("usher", 5, 1, false));
        slices.add(slice("netty-epoll-1", 5, 100, true));
        var ratios = Guard.ratios(slices);
        assertThat(ratios).containsOnlyKeys("64x1.throughput", "64x1.cpu");
        assertThat(ratios.get("64x1.throughput").least()).isEqualTo(0.5);
        assertThat(ratios.get("64x1.throughput").most()).isEqualTo(0.5);
    }

    @Test
    void warnsOfWhatIsClearlyWorse() {
        var recorded = new Properties();
        recorded.setProperty("64x1.throughput", "0.60");
        recorded.setProperty("64x1.cpu", "2.00");
        assertThat(Guard.isWorse("64x1.throughput", 0.41, recorded)).isTrue();
        assertThat(Guard.isWorse("64x1.throughput", 0.55, recorded)).isFalse();
        assertThat(Guard.isWorse("64x1.throughput", 0.90, recorded)).isFalse();
        assertThat(Guard.isWorse("64x1.cpu", 2.5, recorded)).isTrue();
        assertThat(Guard.isWorse("64x1.cpu", 1.0, recorded)).isFalse();
        assertThat(Guard.isWorse("64x16.cpu", 9, recorded)).isFalse();
    }

    private static Slice slice(String rival, int round, double value, boolean slow) {
        var figures = Map.of(Metric.THROUGHPUT, value, Metric.CPU, value);
        return new Slice("64x1", rival, round, figures, 0, 0, false, 1, slow, null);
    }
}
