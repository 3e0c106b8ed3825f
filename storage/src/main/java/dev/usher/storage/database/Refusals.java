package dev.usher.storage.database;

import dev.usher.FailureException;
import dev.usher.storage.StatementException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;

/** What clients are told when a database refuses a statement. */
final class Refusals {
    private Refusals() {}

    /**
     * Does this on a connection, in the words for clients.
     *
     * @throws SQLException what has no words of its own
     */
    static <T extends @Nullable Object> T translating(
            TablesByWork.Task<T> task, WorkingTables tables, Idiom idiom)
            throws SQLException, IOException {
        try {
            return task.on(tables);
        } catch (SQLException refused) {
            var words = words(idiom.refusal(refused));
            if (words == null) {
                throw refused;
            }
            throw words;
        }
    }

    private static @Nullable FailureException words(Idiom.Refusal refusal) {
        return switch (refusal) {
            case Idiom.Refusal.Duplicate(var column) ->
                    FailureException.rejected(
                            "duplicate",
                            column.isEmpty()
                                    ? "another row has this value already"
                                    : "another row has this value of " + column + " already");
            case Idiom.Refusal.Exists _ ->
                    FailureException.rejected("exists", "the database has this name already");
            case Idiom.Refusal.Conflict _ -> conflict();
            case Idiom.Refusal.Changed _ ->
                    FailureException.rejected(
                            "conflict", "the table has just been changed; try again");
            case Idiom.Refusal.TooLarge _ ->
                    FailureException.rejected(
                            "too-large", "these rows are too long: ask for less at a time");
            case Idiom.Refusal.Other _ -> null;
        };
    }

    static FailureException conflict() {
        return FailureException.rejected(
                "conflict", "another transaction is in the way; nothing was done, try again");
    }

    /** What remains: a value that the database does not take for reasons of its own. */
    static FailureException of(StatementException refused) {
        return FailureException.rejected(
                refused.isViolation() ? "invalid" : "unavailable",
                "the database refuses this; nothing was done");
    }
}
