package dev.usher.cli.log;

import dev.usher.storage.DatabaseEvent;

import org.slf4j.Logger;

/** Tells what befalls the server that is no client's doing. Safe for use by many threads. */
public final class Alarm implements Thread.UncaughtExceptionHandler {
    private final Logger log;

    public Alarm(Logger log) {
        this.log = log;
    }

    /** Tells that a database does not work, and when it does again: each once. */
    public void tell(DatabaseEvent event) {
        switch (event) {
            case DatabaseEvent.Failed(var database, var cause) ->
                    log.atWarn()
                            .addKeyValue(LogEntry.EVENT, "database-failed")
                            .addKeyValue("database", database)
                            .log(database + " fails: " + cause.getMessage() + "; trying again");
            case DatabaseEvent.Recovered(var database) ->
                    log.atWarn()
                            .addKeyValue(LogEntry.EVENT, "database-recovered")
                            .addKeyValue("database", database)
                            .log(database + " works again");
        }
    }

    /** Tells that clients are fewer than they might be, because of how the system is set. */
    public void tellOfLimits(String warning) {
        log.atWarn().addKeyValue(LogEntry.EVENT, "limits-lowered").log(warning);
    }

    /** Tells of what is set, and may not be meant. */
    public void tellOfSettings(String remark) {
        log.atWarn().addKeyValue(LogEntry.EVENT, "settings").log(remark);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable defect) {
        log.atError()
                .addKeyValue(LogEntry.EVENT, "defect")
                .addKeyValue("thread", thread.getName())
                .setCause(defect)
                .log("DEFECT at thread " + thread.getName());
    }
}
