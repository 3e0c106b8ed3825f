package dev.usher.cli.lines;

import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where a person types lines, with a history. Owns the terminal until it is closed. */
final class LineEditor implements AutoCloseable {
    private static final String MORE = ". ";

    /** Of what it cannot do, such as keep a history, the editor tells with stack traces. */
    private static final Logger EDITOR = Logger.getLogger("org.jline");

    private final Terminal terminal;
    private final LineReader reader;

    LineEditor(CommandCompleter commands) throws IOException {
        EDITOR.setLevel(Level.OFF);
        // Not asked how wide it draws flags and families: who waits for such an answer reads, and
        // drops, what was typed before.
        terminal = TerminalBuilder.builder().system(true).graphemeCluster(false).build();
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("usher")
                        .parser(new JsonLines())
                        .completer(commands)
                        .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE)
                        .variable(LineReader.HISTORY_FILE, history())
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .build();
    }

    LineReader reader() {
        return reader;
    }

    /** Where people's state is kept (XDG Base Directory Specification). */
    private static Path history() {
        var state = System.getenv("XDG_STATE_HOME");
        var folder =
                state == null || state.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".local", "state")
                        : Path.of(state);
        return folder.resolve("usher").resolve("history");
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
