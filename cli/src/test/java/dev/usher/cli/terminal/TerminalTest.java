package dev.usher.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class TerminalTest {
    @Test
    void anyTextInNoColorMeansNone() {
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", ""))).isTrue();
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "0"))).isFalse();
        assertThat(Terminal.wantsColour(Map.of("NO_COLOR", "no"))).isFalse();
    }

    @Test
    void aDumbTerminalHasNone() {
        assertThat(Terminal.wantsColour(Map.of("TERM", "dumb"))).isFalse();
        assertThat(Terminal.wantsColour(Map.of())).isTrue();
    }
}
