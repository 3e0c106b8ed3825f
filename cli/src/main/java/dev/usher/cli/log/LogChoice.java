package dev.usher.cli.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * How and how much an operator wants to be logged; an immutable value.
 *
 * @param format the form of a line
 * @param level the least level of what is told; {@code null} for the one that suits
 */
public record LogChoice(LogSettings.Format format, @Nullable Level level) {
    /** Of which nothing else is said. */
    public static LogChoice defaults() {
        return new LogChoice(LogSettings.Format.TEXT, null);
    }

    public LogChoice format(LogSettings.Format another) {
        return new LogChoice(another, level);
    }

    public LogChoice level(@Nullable Level another) {
        return new LogChoice(format, another);
    }

    /** What that means; who wants to see each client sees all unless a level is named. */
    public LogSettings settings(boolean verbose) {
        var settings = LogSettings.in(format);
        if (level != null) {
            return settings.level(level);
        }
        return verbose ? settings.level(Level.DEBUG) : settings;
    }
}
