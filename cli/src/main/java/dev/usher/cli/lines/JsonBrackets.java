package dev.usher.cli.lines;

/**
 * Tells, line by line, whether what begins as a JSON object or array does has brackets that are not
 * closed yet. Not safe for use by many threads.
 */
final class JsonBrackets {
    private int depth;
    private boolean begun;
    private boolean isJson;
    private boolean quoted;
    private boolean escaped;

    /** Whether this begins as a JSON object or array does. */
    static boolean isJson(String text) {
        var start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    /** Whether those of all that was read are open. */
    boolean areOpen() {
        return isJson && depth > 0;
    }

    /** Reads what comes next. */
    void read(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (!begun && !Character.isWhitespace(character)) {
                begun = true;
                isJson = character == '{' || character == '[';
            }
            if (isJson) {
                read(character);
            }
        }
    }

    private void read(char character) {
        if (quoted) {
            quoted = character != '"' || escaped;
            escaped = character == '\\' && !escaped;
            return;
        }
        switch (character) {
            case '"' -> quoted = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {} // no bracket
        }
    }
}
