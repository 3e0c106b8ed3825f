package dev.usher.cli.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;

import dev.usher.TimeSource;
import dev.usher.cli.terminal.Console;
import dev.usher.cli.terminal.Words;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a server's log goes while this is open: as lines to the console, in which nobody who logs
 * waits for the terminal. What libraries log goes the same way, from warnings on. Of troubles that
 * are alike the first is told, and how many followed. Safe for use by many threads.
 */
public final class Log implements AutoCloseable {
    /** The name of the server's own logger. */
    static final String NAME = "usher";

    /** They quote what they cannot read of a database's address, which may be the password. */
    private static final List<String> INDISCREET =
            List.of("org.postgresql.Driver", "org.postgresql.util.PGPropertyUtil");

    /** Of lost connections the server tells by itself, once. */
    private static final String POOL = "com.zaxxer.hikari.pool";

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LoggerContext context;
    private final Function<LogEntry, String> form;
    private final Console console;
    private final Repeats repeats;
    private final Lines lines = new Lines();
    private final Logger own;
    private final Thread reminder;

    /** The log of this process. */
    public static Log open(LogSettings settings, PrintWriter err) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return new Log(
                (LoggerContext) LoggerFactory.getILoggerFactory(),
                settings,
                err,
                TimeSource.system());
    }

    Log(LoggerContext context, LogSettings settings, PrintWriter err, TimeSource time) {
        this.context = context;
        form = settings.isForPeople() ? new TextLine(ZoneId.systemDefault()) : new JsonLine();
        console = new Console(err, this::leftOut);
        repeats = new Repeats(time);
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(ch.qos.logback.classic.Level.WARN);
        INDISCREET.forEach(
                name -> context.getLogger(name).setLevel(ch.qos.logback.classic.Level.OFF));
        context.getLogger(POOL).setLevel(ch.qos.logback.classic.Level.ERROR);
        var ours = context.getLogger(NAME);
        ours.setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(settings.level()));
        own = ours;
        lines.setContext(context);
        lines.start();
        root.addAppender(lines);
        reminder = Thread.ofVirtual().name("usher-log").start(this::remind);
    }

    /** Takes what the server has to tell. */
    public Logger logger() {
        return own;
    }

    /** What this is written to, for texts that are no log. */
    public Console console() {
        return console;
    }

    private String leftOut(long count) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(LogEntry.EVENT, "left-out");
        fields.put("lines", count);
        return form.apply(
                new LogEntry(
                        Instant.now(),
                        Level.WARN,
                        NAME,
                        Words.count(count, "line") + " left out here",
                        fields,
                        null));
    }

    private void remind() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                tell(repeats.over());
            }
        } catch (InterruptedException closed) {
            // Then the rest is told.
        }
    }

    private void tell(List<Repeats.Flood> floods) {
        for (var flood : floods) {
            console.chat(
                    form.apply(flood.last().andMore(flood.count(), flood.time(), Instant.now())));
        }
    }

    /** Shows what is still to be shown, unless the terminal takes too long about it. */
    @Override
    public void close() {
        context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(lines);
        lines.stop();
        reminder.interrupt();
        tell(repeats.rest());
        console.close();
    }

    /** Makes lines of what Logback hands over. */
    private final class Lines extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            var entry = entry(event);
            if (entry.level().compareTo(Level.WARN) > 0 || repeats.isNew(entry)) {
                console.chat(form.apply(entry));
            }
        }
    }

    private static LogEntry entry(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, Object>();
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                fields.put(pair.key, pair.value);
            }
        }
        return new LogEntry(
                event.getInstant(),
                Level.valueOf(event.getLevel().toString()),
                event.getLoggerName(),
                event.getFormattedMessage(),
                fields,
                cause(event));
    }

    private static @Nullable Throwable cause(ILoggingEvent event) {
        return event.getThrowableProxy() instanceof ThrowableProxy proxy
                ? proxy.getThrowable()
                : null;
    }
}
