package dev.usher.cli.config;

/**
 * A setting in its place, with what holds if nobody says anything.
 *
 * @param key its whole name
 * @param setting what it is
 * @param usual its default, written as in a file; empty if there is none
 * @param usualOfOption its default, written as with its option; empty if there is none
 */
public record Declaration(String key, Setting<?> setting, String usual, String usualOfOption) {
    /** The default, as it may stand behind a key in a file. */
    public String quoted() {
        return setting.kind().quoted(usual);
    }

    /** The default as it may stand in its section of a file: {@code max-clients = 10000}. */
    public String assignment() {
        return setting.key() + " = " + quoted();
    }
}
