package dev.usher.services.python;

import java.util.ArrayList;
import java.util.List;

/** Text as Python's {@code str} takes it. */
public final class PythonText {
    private static final int NEXT_LINE = 0x85;

    private PythonText() {}

    /** The words between white space, of which there may be much or none: {@code text.split()}. */
    public static List<String> split(String text) {
        var words = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                addWord(words, text, start, i);
                start = i + 1;
            }
        }
        addWord(words, text, start, text.length());
        return words;
    }

    private static void addWord(List<String> words, String text, int start, int end) {
        if (start < end) {
            words.add(text.substring(start, end));
        }
    }

    /**
     * Whether Python takes this for white space: what Java does, and the blanks that do not break,
     * and the control character NEL. None needs more than one {@code char}.
     */
    static boolean isSpace(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == NEXT_LINE;
    }
}
