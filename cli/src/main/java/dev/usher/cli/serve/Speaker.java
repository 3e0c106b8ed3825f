package dev.usher.cli.serve;

import dev.usher.Server;
import dev.usher.cli.log.Log;
import dev.usher.cli.log.LogEntry;
import dev.usher.cli.log.LogSettings;
import dev.usher.cli.terminal.Words;

import java.io.IOException;
import java.time.Duration;

/**
 * Tells how the server as a whole fares: people by texts on the console, unless it is to be silent
 * as long as nothing fails; programs by entries of the log.
 */
final class Speaker {
    private final Log log;
    private final boolean forPeople;
    private final boolean speaks;

    /** One that shows texts to people only if it speaks. */
    Speaker(Log log, LogSettings settings, boolean speaks) {
        this.log = log;
        forPeople = settings.isForPeople();
        this.speaks = speaks;
    }

    /** All listeners are open. */
    void welcome(String text, Server server) {
        if (forPeople) {
            say(text);
            return;
        }
        log.logger()
                .atInfo()
                .addKeyValue(LogEntry.EVENT, "serving")
                .addKeyValue("engine", server.engine())
                .addKeyValue("pid", ProcessHandle.current().pid())
                .log("all listeners are open");
    }

    /** The configuration was read again, and this came of it. */
    void reloads(String text) {
        tell("reloaded", text);
    }

    /** The server was told to stop. */
    void drains(Duration grace) {
        tell("stopping", "draining, up to %s; again to cut".formatted(Words.seconds(grace)));
    }

    /** The last client is gone. */
    void farewell(String text) {
        tell("ended", text);
    }

    /** The server cannot go on. */
    void fail(IOException why) {
        log.logger()
                .atError()
                .addKeyValue(LogEntry.EVENT, "failed")
                .log(String.valueOf(why.getMessage()));
    }

    private void tell(String event, String text) {
        if (forPeople) {
            say(text);
        } else {
            log.logger().atInfo().addKeyValue(LogEntry.EVENT, event).log(text);
        }
    }

    private void say(String text) {
        if (speaks) {
            log.console().say(text);
        }
    }
}
