package dev.usher.cli.log;

import ch.qos.logback.classic.LoggerContext;

import dev.usher.TimeSource;
import dev.usher.cli.terminal.Console;

import org.slf4j.Logger;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** A log of its own whose lines can be read. */
public final class Transcript {
    private final StringWriter written = new StringWriter();
    private final LoggerContext context = new LoggerContext();
    private final Log log;

    /** For people, with all there is. */
    public Transcript() {
        this(LogSettings.in(LogSettings.Format.TEXT).level(org.slf4j.event.Level.DEBUG));
    }

    public Transcript(LogSettings settings) {
        this(settings, TimeSource.system());
    }

    public Transcript(LogSettings settings, TimeSource time) {
        log = new Log(context, settings, new PrintWriter(written), time);
    }

    public Console console() {
        return log.console();
    }

    Logger logger() {
        return log.logger();
    }

    /** The logger of a library. */
    Logger library(String name) {
        return context.getLogger(name);
    }

    /** All lines; the log is closed for that. */
    public List<String> lines() {
        log.close();
        return written.toString().lines().toList();
    }

    /** All lines, and what time they begin with is cut off. */
    List<String> untimed() {
        return lines().stream()
                .map(line -> line.replaceFirst("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ", ""))
                .toList();
    }
}
