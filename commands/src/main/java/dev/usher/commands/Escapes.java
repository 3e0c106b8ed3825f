package dev.usher.commands;

/** What is unfit for a line is written as JSON's {@code \}{@code uXXXX}. */
final class Escapes {
    private Escapes() {}

    /** This text without control characters, line separators and halves of surrogate pairs. */
    static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnfit(text, i)) {
                return escaped(text);
            }
        }
        return text;
    }

    private static String escaped(String text) {
        var fit = new StringBuilder(text.length() + 64);
        for (int i = 0; i < text.length(); i++) {
            if (isUnfit(text, i)) {
                fit.append("\\u%04x".formatted((int) text.charAt(i)));
            } else {
                fit.append(text.charAt(i));
            }
        }
        return fit.toString();
    }

    private static boolean isUnfit(String text, int at) {
        char character = text.charAt(at);
        if (character < 0x7f) {
            return character < ' ';
        }
        return character < 0xa0 // DEL and the controls of ISO 6429, the next line among them
                || character == '\u2028'
                || character == '\u2029'
                || (Character.isSurrogate(character) && !isPaired(text, at));
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
