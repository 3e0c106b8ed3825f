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

    /** Whether the last of these lines belongs to JSON that goes on. */
    static boolean isOpen(String text) {
        var requests = new RequestLines();
        try {
            for (var line : text.lines().toList()) {
                requests.add(line);
            }
        } catch (WrongInputException tooLong) {
            return false; // which is told when it is sent
        }
        return requests.isOpen();
    }
}
