package dev.usher.cli.config;

/**
 * A setting as it holds.
 *
 * @param key its whole name
 * @param setting what it is
 * @param text its value, written as in a file
 * @param origin where that comes from
 */
public record Line(String key, Setting<?> setting, String text, Origin origin) {
    /** The value as anybody may see it, as it may stand behind the key in a file. */
    public String shown() {
        return setting.kind().quoted(setting.kind().shown(text));
    }

    /** Without what is not for everybody's eyes. */
    @Override
    public String toString() {
        return key + " = " + shown() + " (" + origin + ")";
    }
}
