package dev.usher.services.calculator;

/**
 * A calculation that the client asked for and that has no result. The message is written for the
 * client: one line of about 100 characters at most, with nothing unprintable in it.
 */
final class CalculationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A quotation ends at about this many characters. */
    private static final int LONGEST_QUOTATION = 60;

    CalculationException(String message) {
        // The fault is the client's, so a stack trace would tell nobody anything.
        super(message, null, false, false);
    }

    /**
     * What a client wrote, as a message may repeat it: in quotes, cut off when long, and without
     * characters that would control a terminal or a log ({@code <U+0007>} stands for a bell).
     */
    static String quote(String text) {
        var quotation = new StringBuilder("'");
        int position = 0;
        while (position < text.length() && quotation.length() < LONGEST_QUOTATION) {
            int character = text.codePointAt(position);
            if (isVisible(character)) {
                quotation.appendCodePoint(character);
            } else {
                quotation.append("<U+%04X>".formatted(character));
            }
            position += Character.charCount(character);
        }
        return quotation.append(position < text.length() ? "…'" : "'").toString();
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            // The other blanks look like this one, and are not taken for it.
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }
}
