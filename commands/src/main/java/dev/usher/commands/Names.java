package dev.usher.commands;

import java.util.Locale;

/** Names of Java code as people type them. */
final class Names {
    private Names() {}

    /** {@code fetch-all} for {@code FetchAll}, {@code fetchAll} and {@code FETCH_ALL}. */
    static String kebab(String name) {
        var kebab = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            if (character == '_') {
                kebab.append('-');
            } else {
                if (beginsWord(name, i)) {
                    kebab.append('-');
                }
                kebab.append(character);
            }
        }
        return kebab.toString().toLowerCase(Locale.ROOT);
    }

    /** A capital after a small letter, or before one: the L of getList, the R of HTTPRead. */
    private static boolean beginsWord(String name, int at) {
        if (at == 0 || !Character.isUpperCase(name.charAt(at)) || name.charAt(at - 1) == '_') {
            return false;
        }
        return !Character.isUpperCase(name.charAt(at - 1))
                || (at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1)));
    }
}
