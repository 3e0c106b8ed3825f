package dev.usher.services.text;

/**
 * Text of unknown origin, as a terminal or a log may have it: no control characters, which could
 * rewrite the terminal or feign other lines, nor invisible ones, some of which turn the direction
 * of writing.
 */
public final class HarmlessText {
    private HarmlessText() {}

    /** This text as one line, with the number of each character that is not harmless instead. */
    public static String of(String text) {
        if (text.codePoints().allMatch(HarmlessText::isHarmless)) {
            return text;
        }
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(character -> append(shown, character));
        return shown.toString();
    }

    private static void append(StringBuilder shown, int character) {
        if (isHarmless(character)) {
            shown.appendCodePoint(character);
        } else {
            shown.append((character <= 0xffff ? "\\u%04x" : "\\U%08x").formatted(character));
        }
    }

    /**
     * Whether people see this character, or a blank of some width, where it is; or what it does to
     * the letters beside it, since names are spelled with joiners in some languages.
     */
    public static boolean isHarmless(int character) {
        return isJoiner(character) || isVisible(character);
    }

    private static boolean isJoiner(int character) {
        return character == 0x200c || character == 0x200d;
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
            default -> true;
        };
    }

    /** Whether a character can be seen and, if it is a blank, is the space that it looks like. */
    public static boolean isPlain(int character) {
        return Character.getType(character) == Character.SPACE_SEPARATOR
                ? character == ' '
                : isVisible(character);
    }
}
