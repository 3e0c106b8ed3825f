package dev.usher.cli.log;

import org.slf4j.event.Level;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;

/** A line for people; and, indented below it, the stack trace of a defect. */
final class TextLine implements Function<LogEntry, String> {
    private final DateTimeFormatter time;

    TextLine(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    @Override
    public String apply(LogEntry entry) {
        var line = new StringBuilder(time.format(entry.at())).append(' ');
        if (entry.level().compareTo(Level.WARN) <= 0) {
            line.append(entry.level()).append(' ');
        }
        if (!entry.isOurs()) {
            line.append(LogText.of(entry.source())).append(": ");
        }
        line.append(LogText.of(entry.message()));
        if (entry.cause() != null) {
            // Indented, so that no message in it can pass for a line of ours.
            LogText.trace(entry.cause()).forEach(below -> line.append("\n    ").append(below));
        }
        return line.toString();
    }
}
