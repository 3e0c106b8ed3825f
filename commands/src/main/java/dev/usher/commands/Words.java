package dev.usher.commands;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The arguments in a line of text, taken one after another. Blanks between them are spaces and
 * tabs.
 */
final class Words {
    /** A quotation ends after this many characters. */
    private static final int LONGEST_QUOTATION = 40;

    private final String line;
    private int at;

    /** The words from this place on. */
    Words(String line, int start) {
        this.line = line;
        at = start;
        skipBlanks();
    }

    private void skipBlanks() {
        at = skipBlanks(line, at);
    }

    /** Where the first character from here on is that is no blank, or the end. */
    static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where the word that begins here ends. */
    static int skipWord(String line, int from) {
        int at = from;
        while (at < line.length() && !isBlank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    static boolean isBlank(int character) {
        return character == ' ' || character == '\t';
    }

    /** Whether there is no other word. */
    boolean atEnd() {
        return at == line.length();
    }

    /** The next word: up to a blank, or a JSON string if it begins with a quotation mark. */
    String next() throws InvalidArguments {
        if (line.charAt(at) == '"') {
            return json().stringValue();
        }
        int end = skipWord(line, at);
        var word = line.substring(at, end);
        at = end;
        skipBlanks();
        return word;
    }

    /** Whether the next word is this option: its name, alone or with {@code =} behind it. */
    boolean beginWithOption(String name) {
        int end = at + name.length();
        return line.startsWith(name, at)
                && (end == line.length() || line.charAt(end) == '=' || isBlank(line.charAt(end)));
    }

    /**
     * Takes the name of an option.
     *
     * @return whether a value comes next: {@code =} was there, and is taken too
     */
    boolean takeOption(String name) throws InvalidArguments {
        at += name.length();
        if (atEnd() || isBlank(line.charAt(at))) {
            skipBlanks();
            return false;
        }
        at++;
        if (atEnd() || isBlank(line.charAt(at))) {
            throw new InvalidArguments("has no value");
        }
        return true;
    }

    /** The next word or words, if they are one JSON value. */
    JsonNode json() throws InvalidArguments {
        try (var parser = Json.parser(line.substring(at))) {
            var value = Json.tree(parser);
            at += (int) parser.currentLocation().getCharOffset();
            // After a number that stands alone, the parser has taken the blank as well.
            if (!atEnd() && !isBlank(line.charAt(at)) && !isBlank(line.charAt(at - 1))) {
                throw new InvalidArguments("does not end where it should: a blank is missing");
            }
            skipBlanks();
            return value;
        } catch (JacksonException notJson) {
            throw new InvalidArguments(whyNot(notJson));
        }
    }

    private String whyNot(JacksonException notJson) {
        var doubled = Json.doubled(notJson);
        if (doubled != null) {
            return "names " + quote(doubled) + " twice";
        }
        return (line.charAt(at) == '"' ? "is not a string in quotes: " : "is not a JSON value: ")
                + quote(line.substring(at));
    }

    /** Everything that is left, as it is. */
    String rest() {
        var rest = line.substring(at);
        at = line.length();
        return rest;
    }

    /** What a client wrote, as a message repeats it: in quotes, and cut off when long. */
    static String quote(String text) {
        return "'" + shorten(text) + "'";
    }

    /** This text, cut off when long. */
    static String shorten(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_QUOTATION
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTATION)) + "…";
    }
}
