package dev.usher.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Failure;
import dev.usher.Occupancy;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class LineRefusalsTest {
    @Test
    void whatAServerSaysOfABusyListenerIsUnderstood() {
        var busy =
                new Failure.Busy(
                        Failure.Full.EVERYTHING_TAKEN,
                        new Occupancy(3, 3, 2, 2),
                        Duration.ofSeconds(7));
        var line = Lines.line(busy);
        assertThat(LineRefusals.of(line)).isEqualTo(new Refusal.Busy(line, Duration.ofSeconds(7)));
    }

    @Test
    void whatAServerSaysWhenItDrainsIsUnderstood() {
        assertThat(LineRefusals.of("BUSY retry-after=2 draining"))
                .isEqualTo(new Refusal.Busy("BUSY retry-after=2 draining", Duration.ofSeconds(2)));
    }

    @Test
    void aBusyServerWithoutAdviceIsGivenASecond() {
        assertThat(LineRefusals.of("BUSY"))
                .isEqualTo(new Refusal.Busy("BUSY", Duration.ofSeconds(1)));
        assertThat(LineRefusals.of("BUSY retry-after=soon"))
                .isEqualTo(new Refusal.Busy("BUSY retry-after=soon", Duration.ofSeconds(1)));
    }

    @Test
    void anErrorHasItsCodeAndItsMessage() {
        assertThat(LineRefusals.of("ERROR unknown-command foo (try: help)"))
                .isEqualTo(new Refusal.Rejected("unknown-command", "foo (try: help)", false));
        assertThat(LineRefusals.of("ERROR full"))
                .isEqualTo(new Refusal.Rejected("full", "", false));
    }

    @Test
    void aRequestThatFailedHalfwayMayHaveBeenDone() {
        assertThat(LineRefusals.of("ERROR late answer took more than 60 s"))
                .isEqualTo(new Refusal.Rejected("late", "answer took more than 60 s", true));
        assertThat(LineRefusals.of("ERROR internal x"))
                .isEqualTo(new Refusal.Rejected("internal", "x", true));
    }

    @Test
    void otherLinesAreAnswers() {
        for (var line :
                new String[] {"", "5", "ERROR", "ERROR ", "ERROR Big", "BUSYBODY", "error x y"}) {
            assertThat(LineRefusals.of(line)).as(line).isNull();
        }
    }
}
