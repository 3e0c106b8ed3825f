package dev.usher.cli;

import dev.usher.Event;
import dev.usher.TimeSource;
import dev.usher.services.text.HarmlessText;
import dev.usher.storage.DatabaseEvent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Shows what the operator should mend: defects of the program with their stack traces, and
 * connections that the system could not hand over. Of each kind at most one in a second.
 */
final class Alarm implements Consumer<Event>, Thread.UncaughtExceptionHandler {
    private static final int MOST_TRACE_LINES = 100;

    private final Console console;
    private final Throttle defects;
    private final Throttle accepts;

    Alarm(Console console, TimeSource time) {
        this.console = console;
        defects = new Throttle(time);
        accepts = new Throttle(time);
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.HandlerFailed(var peer, var cause) -> defect(peer.toString(), cause);
            case Event.AcceptFailed failed ->
                    accepts.pass(before -> console.chat(line(failed) + more(before)));
            default -> {}
        }
    }

    /** Tells that a database does not work, and when it does again: each once. */
    void tell(DatabaseEvent event) {
        console.chat(
                switch (event) {
                    case DatabaseEvent.Failed(var database, var cause) ->
                            "%s fails: %s; trying again"
                                    .formatted(
                                            database,
                                            HarmlessText.of(String.valueOf(cause.getMessage())));
                    case DatabaseEvent.Recovered(var database) -> database + " works again";
                });
    }

    @Override
    public void uncaughtException(Thread thread, Throwable defect) {
        defect("thread " + thread.getName(), defect);
    }

    private void defect(String where, Throwable cause) {
        defects.pass(
                before -> console.chat("DEFECT at " + where + more(before) + "\n" + trace(cause)));
    }

    private static String line(Event.AcceptFailed failed) {
        return "%s cannot accept clients: %s; trying again"
                .formatted(
                        failed.listener(),
                        HarmlessText.of(String.valueOf(failed.cause().getMessage())));
    }

    private static String more(long before) {
        return before == 0 ? "" : " (%s more were not shown)".formatted(Words.number(before));
    }

    /** At the end: tells how many defects are still untold. */
    void end() {
        long untold = defects.heldBack();
        if (untold > 0) {
            console.say(
                    untold == 1
                            ? "1 more defect was not shown"
                            : Words.number(untold) + " more defects were not shown");
        }
    }

    /** Indented, so that no message in it can pass for a line of ours. */
    private static String trace(Throwable cause) {
        var trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        return trace.toString()
                .lines()
                .limit(MOST_TRACE_LINES)
                .map(line -> "    " + HarmlessText.of(line.replace("\t", "    ")))
                .collect(Collectors.joining("\n"));
    }
}
