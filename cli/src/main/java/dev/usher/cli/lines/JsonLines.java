package dev.usher.cli.lines;

import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;

/**
 * Takes what is typed as it is, one line after another; but JSON whose brackets are open goes on in
 * the next line. Words are between blanks, as most commands see them.
 */
final class JsonLines extends DefaultParser {

    JsonLines() {
        setEscapeChars(new char[0]);
        setQuoteChars(new char[0]);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && isOpen(line)) {
            throw new EOFError(-1, -1, "the JSON goes on");
        }
        return super.parse(line, cursor, context);
    }

    /** Whether this begins as a JSON object or array does, and has brackets that are not closed. */
    static boolean isOpen(String text) {
        var start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return false;
        }
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < start.length(); i++) {
            switch (start.charAt(i)) {
                case '"' -> quoted = !quoted;
                case '\\' -> i += quoted ? 1 : 0;
                case '{', '[' -> depth += quoted ? 0 : 1;
                case '}', ']' -> depth -= quoted ? 0 : 1;
                default -> {} // no bracket
            }
        }
        return depth > 0;
    }
}
