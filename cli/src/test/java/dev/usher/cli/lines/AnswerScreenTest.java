package dev.usher.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

class AnswerScreenTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void whatComesAfterTheTerminalHasGoneIsNotShown() throws IOException {
        var terminal = new DumbTerminal(InputStream.nullInputStream(), shown);
        var screen = new AnswerScreen(LineReaderBuilder.builder().terminal(terminal).build());
        screen.show("first");
        terminal.close();
        screen.show("second");
        screen.complain("the connection is lost");
        assertThat(shown.toString(UTF_8)).contains("first").doesNotContain("second", "lost");
    }
}
