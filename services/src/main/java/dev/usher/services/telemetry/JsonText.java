package dev.usher.services.telemetry;

/** JSON that every encoding of text can carry. */
final class JsonText {
    private JsonText() {}

    /** The same JSON, with halves of surrogate pairs, which no encoding has, as escapes. */
    static String encodable(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (isHalf(json, i)) {
                return escaped(json);
            }
        }
        return json;
    }

    private static String escaped(String json) {
        var escaped = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            if (isHalf(json, i)) {
                escaped.append("\\u%04x".formatted((int) json.charAt(i)));
            } else {
                escaped.append(json.charAt(i));
            }
        }
        return escaped.toString();
    }

    private static boolean isHalf(String text, int at) {
        char character = text.charAt(at);
        if (!Character.isSurrogate(character)) {
            return false;
        }
        return Character.isHighSurrogate(character)
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
}
