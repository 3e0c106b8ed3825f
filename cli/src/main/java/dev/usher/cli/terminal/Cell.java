package dev.usher.cli.terminal;

import dev.usher.services.text.HarmlessText;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;

/** One value as people see it in a terminal. */
final class Cell {
    /** What stands where there is no value. */
    static final String NOTHING = "\u2205";

    private Cell() {}

    /** The value, in one line and without anything that would control the terminal. */
    static String of(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return NOTHING;
        }
        if (value.isString()) {
            var text = HarmlessText.of(value.stringValue());
            return text.equals(NOTHING) ? "\"" + text + "\"" : text;
        }
        return printable(plain(value));
    }

    /** The value without any quotes and escapes. */
    static String plain(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        return value.isBigDecimal() ? plain(value.decimalValue()) : value.toString();
    }

    private static String plain(BigDecimal number) {
        return Math.abs((long) number.scale()) < 10_000
                ? number.toPlainString()
                : number.toString();
    }

    /** JSON without characters that would control a terminal: strings may be written so. */
    static String printable(String json) {
        return HarmlessText.of(json);
    }

    /** How many columns of a terminal this text takes, about: terminals do not agree on all. */
    static int width(String text) {
        return text.codePoints().map(Cell::width).sum();
    }

    private static int width(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(character) ? 2 : 1;
        };
    }

    /** East Asian wide and fullwidth characters (Unicode's annex 11), and pictures. */
    private static boolean isWide(int character) {
        return character >= 0x1100
                && (character <= 0x115f // Hangul
                        || (character >= 0x2e80 && character <= 0x303e) // radicals, punctuation
                        || (character >= 0x3041 && character <= 0xa4cf) // Kana to Yi
                        || (character >= 0xa960 && character <= 0xa97f)
                        || (character >= 0xac00 && character <= 0xd7a3) // Hangul syllables
                        || (character >= 0xf900 && character <= 0xfaff)
                        || (character >= 0xfe30 && character <= 0xfe6f)
                        || (character >= 0xff00 && character <= 0xff60) // fullwidth forms
                        || (character >= 0xffe0 && character <= 0xffe6)
                        || Character.isEmojiPresentation(character)
                        || (character >= 0x20000 && character <= 0x3fffd));
    }
}
