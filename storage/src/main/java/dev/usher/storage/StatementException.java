package dev.usher.storage;

import java.io.IOException;
import java.sql.SQLException;

/**
 * The database refused what a work asked of it, and nothing of the work was kept. Its message is
 * the database's: it may hold SQL, and is not for clients.
 */
public final class StatementException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean violation;

    StatementException(SQLException cause, boolean violation) {
        super(cause.getMessage(), cause);
        this.violation = violation;
    }

    /** Whether a constraint would have been broken: unique, not null, a check, a foreign key. */
    public boolean isViolation() {
        return violation;
    }
}
