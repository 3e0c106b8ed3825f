package dev.usher.storage;

import dev.usher.FailureException;

/** What an error of a database means for the work that meets it. */
enum Trouble {
    /** It is the work's own: a wrong statement, a broken constraint. */
    STATEMENT("internal", "the database refused a statement"),
    /** The same: a constraint. */
    VIOLATION("internal", "the database refused a value"),
    /** Somebody else is in the way. */
    BUSY("busy", "the database has too much to do; nothing was done"),
    /** The work took too long. */
    LATE("late", "this took the database too long; nothing was done"),
    /** The database cannot be used: no connection, no room on the disk, a disk that fails. */
    UNAVAILABLE("unavailable", "the database cannot be used now; nothing was done"),
    /** It failed while the work was being committed. */
    UNCERTAIN("uncertain", "the database failed; this was done or it was not");

    private final String code;
    private final String message;

    Trouble(String code, String message) {
        this.code = code;
        this.message = message;
    }

    /** Whether the work alone is to blame for it, and the database is as good as before. */
    boolean isOfTheStatement() {
        return this == STATEMENT || this == VIOLATION;
    }

    /** Whether the operator should know of it. */
    boolean isFailure() {
        return this == UNAVAILABLE || this == UNCERTAIN;
    }

    /** What a client is told. */
    FailureException exception() {
        return FailureException.rejected(code, message);
    }
}
