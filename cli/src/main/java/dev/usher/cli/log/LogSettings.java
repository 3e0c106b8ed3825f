package dev.usher.cli.log;

import org.slf4j.event.Level;

/**
 * How and how much is logged. A value.
 *
 * @param format the form of a line
 * @param level the least level of what is told
 */
public record LogSettings(Format format, Level level) {

    /** The forms of a line. */
    public enum Format {
        /** For people. */
        TEXT,
        /** For programs: an object in each line. */
        JSON
    }

    /** What is logged in this form unless another level is asked for. */
    static LogSettings in(Format format) {
        return new LogSettings(format, format == Format.JSON ? Level.INFO : Level.WARN);
    }

    /** The same form with this level. */
    LogSettings level(Level other) {
        return new LogSettings(format, other);
    }

    public boolean isForPeople() {
        return format == Format.TEXT;
    }
}
