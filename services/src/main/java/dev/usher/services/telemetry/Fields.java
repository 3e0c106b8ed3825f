package dev.usher.services.telemetry;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;

/**
 * The fields of a reading, as compact JSON: numbers, texts, true and false by name. Numbers are
 * exact decimals written plainly: 21.50 is 21.5, and 1e3 is 1000.
 *
 * @param json made by {@link #of}
 */
public record Fields(String json) {
    /** The most fields of a reading. */
    public static final int MOST = 100;

    /** The most characters of a field's name. */
    public static final int LONGEST_NAME = 64;

    /** The most characters of a text. */
    public static final int LONGEST_TEXT = 1_000;

    /** The most digits of a number written plainly; each double has fewer. */
    public static final int MOST_DIGITS = 400;

    /** The name of the field that tells the time. */
    static final String AT = "at";

    private static final JsonStringEncoder QUOTES = JsonStringEncoder.getInstance();

    /**
     * The fields of a JSON object, {@code at} left out.
     *
     * @throws IllegalArgumentException with a sentence for the client
     */
    static Fields of(JsonNode reading) {
        if (!reading.isObject()) {
            throw new IllegalArgumentException("a reading is a JSON object of fields");
        }
        if (reading.size() > MOST + 1) {
            throw new IllegalArgumentException("a reading has more than " + MOST + " fields");
        }
        var json = new StringBuilder(64).append('{');
        for (var field : reading.properties()) {
            if (!field.getKey().equals(AT)) {
                json.append(json.length() > 1 ? "," : "");
                append(json, checkName(field.getKey()), field.getValue());
            }
        }
        return new Fields(JsonText.encodable(json.append('}').toString()));
    }

    private static void append(StringBuilder json, String name, JsonNode value) {
        json.append('"').append(name).append("\":");
        if (value.isNumber()) {
            json.append(plain(name, value));
        } else if (value.isBoolean()) {
            json.append(value.booleanValue());
        } else if (value.isString()) {
            var text = value.stringValue();
            if (text.length() > LONGEST_TEXT) {
                throw new IllegalArgumentException(
                        name + " has more than " + LONGEST_TEXT + " characters");
            }
            json.append('"');
            QUOTES.quoteAsString(text, json);
            json.append('"');
        } else {
            throw new IllegalArgumentException(name + " is neither a number nor a text");
        }
    }

    /** Looks at the exponent before it writes anything. */
    private static String plain(String name, JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return Long.toString(value.longValue());
        }
        var number = value.decimalValue();
        if (number.signum() == 0) {
            return "0";
        }
        long beforePoint = Math.max((long) number.precision() - number.scale(), 1);
        if (beforePoint + Math.max(number.scale(), 0) > MOST_DIGITS) {
            throw new IllegalArgumentException(name + " has more than " + MOST_DIGITS + " digits");
        }
        return (number.scale() > 0 ? number.stripTrailingZeros() : number).toPlainString();
    }

    /**
     * Checks the name of a field: 1 to 64 letters and digits of any script, {@code .}, {@code _}
     * and {@code -}.
     *
     * @throws IllegalArgumentException with a sentence for the client
     */
    static String checkName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || !fitsName(name)) {
            throw new IllegalArgumentException(
                    "a field's name is 1 to "
                            + LONGEST_NAME
                            + " letters, digits, dots, underscores and hyphens");
        }
        return name;
    }

    /** Asked for each field of each reading: a stream of characters took an eighth of all work. */
    private static boolean fitsName(String name) {
        int at = 0;
        while (at < name.length()) {
            int character = name.codePointAt(at);
            if (!fitsName(character)) {
                return false;
            }
            at += Character.charCount(character);
        }
        return true;
    }

    private static boolean fitsName(int character) {
        return Character.isLetterOrDigit(character)
                || character == '.'
                || character == '_'
                || character == '-';
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return json.length() == 2;
    }

    /** The value of a field as JSON, or {@code null} if there is no such field. */
    @Nullable String value(String name) {
        int at = 1;
        while (at < json.length() - 1) {
            int nameEnd = json.indexOf('"', at + 1); // names have no escapes
            int end = valueEnd(nameEnd + 2);
            if (name.length() == nameEnd - at - 1 && json.startsWith(name, at + 1)) {
                return json.substring(nameEnd + 2, end);
            }
            at = end + 1;
        }
        return null;
    }

    private int valueEnd(int start) {
        int end = start;
        if (json.charAt(start) == '"') {
            for (end++; json.charAt(end) != '"'; end++) {
                if (json.charAt(end) == '\\') {
                    end++;
                }
            }
            return end + 1;
        }
        while (json.charAt(end) != ',' && json.charAt(end) != '}') {
            end++;
        }
        return end;
    }

    /** The value of a field that is a number; {@code null} if it is none, or is not there. */
    @Nullable BigDecimal number(String name) {
        var value = value(name);
        return value == null || !isNumber(value.charAt(0)) ? null : new BigDecimal(value);
    }

    private static boolean isNumber(char first) {
        return first == '-' || (first >= '0' && first <= '9');
    }
}
