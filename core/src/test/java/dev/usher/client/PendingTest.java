package dev.usher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** A request whose caller goes away. */
class PendingTest {

    @Test
    @SuppressWarnings("NullAway") // it needs its connection only when it is late
    void oneWhoIsInterruptedBeforeItIsWrittenDoesNotWantItAnyMore() {
        var pending =
                new Pending<String, String>(
                        null, "debit", System.nanoTime() + Duration.ofMinutes(1).toNanos());
        Thread.currentThread().interrupt();
        assertThatThrownBy(pending::await).isInstanceOf(InterruptedException.class);
        assertThat(pending.write()).isFalse();
    }
}
