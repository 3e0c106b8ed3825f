package dev.usher.cli.config;

/**
 * A line of a file that has no effect, since something stronger says otherwise. As a string, what
 * people are told.
 *
 * @param key under which the file says it
 * @param shown its value, as anybody may see it
 * @param origin where the file says it
 * @param by what is stronger
 */
public record Hidden(String key, String shown, Origin origin, Origin by) {
    /** Whether the other one says the same, be it in another line. */
    public boolean isAs(Hidden other) {
        return key.equals(other.key) && shown.equals(other.shown);
    }

    @Override
    public String toString() {
        return "%s: %s (%s) has no effect, for %s is stronger".formatted(key, shown, origin, by);
    }
}
