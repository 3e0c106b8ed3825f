package dev.usher.services.files;

/** Texts as JSON strings, of nothing but ASCII. */
final class Json {
    private Json() {}

    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= ' ' && character < 0x7f && character != '"' && character != '\\') {
                quoted.append(character);
            } else {
                quoted.append("\\u%04x".formatted((int) character));
            }
        }
        return quoted.append('"').toString();
    }
}
