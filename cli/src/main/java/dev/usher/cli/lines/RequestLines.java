package dev.usher.cli.lines;

import org.jspecify.annotations.Nullable;

/**
 * Makes requests of lines: each is one, but for JSON, which goes on until its brackets are closed
 * and then is one line. Not safe for use by many threads.
 */
final class RequestLines {
    private final StringBuilder begun = new StringBuilder();
    private JsonBrackets brackets = new JsonBrackets();

    /**
     * Takes the next line.
     *
     * @return the request that ends with it, {@code null} if it goes on or is blank
     * @throws WrongInputException if it is too long; it is dropped then
     */
    @Nullable String add(String line) throws WrongInputException {
        if (begun.isEmpty() && line.isBlank()) {
            return null;
        }
        begun.append(line);
        brackets.read(line);
        if (begun.length() > StdinLines.LONGEST) {
            drop();
            throw new WrongInputException(
                    "a request has more than %,d characters".formatted(StdinLines.LONGEST));
        }
        if (brackets.areOpen()) {
            begun.append(' '); // where the line ended
            return null;
        }
        var request = begun.toString();
        drop();
        return request;
    }

    /** Whether a request has begun that is not at its end. */
    boolean isOpen() {
        return !begun.isEmpty();
    }

    private void drop() {
        begun.setLength(0);
        brackets = new JsonBrackets();
    }
}
