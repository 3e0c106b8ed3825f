package dev.usher.cli.lines;

import dev.usher.cli.terminal.Sentence;
import dev.usher.cli.terminal.TableSheet;
import dev.usher.cli.terminal.Terminal;
import dev.usher.client.ClientEvent;
import dev.usher.services.text.HarmlessText;

import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

import tools.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * Shows what a server sends above the line that is being typed. May be used by many threads at
 * once.
 */
final class AnswerScreen {
    private static final AttributedStyle BAD =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);

    private final LineReader reader;
    private final boolean coloured = Terminal.wantsColour(System.getenv());

    AnswerScreen(LineReader reader) {
        this.reader = reader;
    }

    /** Shows a line of the server's. */
    void show(String line) {
        var answer = LineAnswer.of(line);
        var value = answer.value();
        if (value != null && isTable(value)) {
            above(new AttributedString(table(value)));
        } else {
            var text = HarmlessText.of(line);
            above(answer.isError() ? bad(text) : new AttributedString(text));
        }
    }

    /** Whether it is a list of objects which all have the same names. */
    private static boolean isTable(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            return false;
        }
        var names = List.copyOf(value.get(0).propertyNames());
        for (var row : value) {
            if (!row.isObject() || !List.copyOf(row.propertyNames()).equals(names)) {
                return false;
            }
        }
        return !names.isEmpty();
    }

    private static String table(JsonNode rows) {
        var text = new StringWriter();
        try (var sheet = new TableSheet(new PrintWriter(text))) {
            rows.forEach(sheet::row);
        }
        return text.toString().stripTrailing();
    }

    /** Says what went wrong on the way. */
    void complain(String sentence) {
        above(bad("! " + HarmlessText.of(sentence)));
    }

    /** Says that the connection is gone. */
    void tell(ClientEvent event) {
        if (event instanceof ClientEvent.Disconnected(var why)) {
            complain(Sentence.of(why));
        }
    }

    private void above(AttributedString text) {
        try {
            reader.printAbove(text);
        } catch (IllegalStateException closed) {
            // The terminal has gone meanwhile, and with it whoever would have read that.
        }
    }

    private AttributedString bad(String text) {
        return coloured
                ? new AttributedStringBuilder().styled(BAD, text).toAttributedString()
                : new AttributedString(text);
    }
}
