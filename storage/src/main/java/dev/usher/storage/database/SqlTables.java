package dev.usher.storage.database;

import dev.usher.services.database.Rows;
import dev.usher.services.database.Selection;
import dev.usher.services.database.TableStore;
import dev.usher.services.database.Transaction;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.Dialect;
import dev.usher.storage.StatementException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;

/**
 * Clients' tables in a database of their own, where nothing else is: the system's data lies
 * elsewhere, and is neither seen nor held up by what clients do.
 *
 * <p>Whoever opens it closes it, after all who use it. Safe for use by many threads.
 */
public final class SqlTables extends TablesByWork implements TableStore, AutoCloseable {
    private final Database database;
    private final Idiom idiom;
    private final Room room;
    private final TableLimits limits;
    private final Questions questions;
    private final LongResults longResults;
    private final LongResults longAnswers;
    private final Semaphore transactions;

    private SqlTables(Database database, TableLimits limits, Questions questions) {
        this.database = database;
        this.limits = limits;
        this.questions = questions;
        idiom = Idiom.of(database.dialect());
        room = new Room(limits.size(), idiom, whenFull(database));
        longResults = LongResults.of(limits.readers());
        longAnswers = LongResults.of(limits.questions());
        transactions =
                new Semaphore(
                        database.dialect() == Dialect.SQLITE
                                ? limits.transactionsWaiting()
                                : limits.transactions(),
                        true);
    }

    /** SQLite uses the room of what is deleted for whatever comes next. */
    private static Runnable whenFull(Database database) {
        return database.dialect() == Dialect.SQLITE ? () -> {} : new Compaction(database)::start;
    }

    /**
     * Opens the tables in this database, with the usual limits.
     *
     * @throws IOException with a sentence for the operator, as {@link Database#open}
     */
    public static SqlTables open(DatabaseSettings settings) throws IOException {
        return open(settings, TableLimits.defaults());
    }

    /**
     * Opens the tables in this database.
     *
     * @throws IOException with a sentence for the operator, as {@link Database#open}
     */
    public static SqlTables open(DatabaseSettings settings, TableLimits limits) throws IOException {
        // On a server: one connection that all share, which stays idle, and eight.
        var fitted =
                settings.readers(limits.readers())
                        .soloists(limits.transactions() + 2)
                        .patience(limits.patience())
                        .longest(limits.longest());
        var database = Database.open(fitted);
        try {
            return new SqlTables(database, limits, Questions.open(fitted, limits));
        } catch (RuntimeException | Error failed) {
            database.close();
            throw failed;
        }
    }

    @Override
    <T extends @Nullable Object> T change(Task<T> task) throws IOException {
        try {
            // On a server one who waits for another's rows must not make others wait.
            return database.dialect() == Dialect.SQLITE
                    ? database.write(connection -> on(connection, task))
                    : database.alone(
                            connection -> {
                                idiom.beginWriting(connection);
                                return on(connection, task);
                            },
                            limits.longest());
        } catch (StatementException refused) {
            throw Refusals.of(refused);
        }
    }

    private <T extends @Nullable Object> T on(Connection connection, Task<T> task)
            throws SQLException, IOException {
        try {
            return Refusals.translating(task, new WorkingTables(connection, idiom, room), idiom);
        } finally {
            room.end(connection);
        }
    }

    @Override
    <T extends @Nullable Object> T look(Task<T> task) throws IOException {
        try {
            return database.read(connection -> on(connection, task));
        } catch (StatementException refused) {
            throw Refusals.of(refused);
        }
    }

    @Override
    public void fetch(Selection selection, Rows rows) throws IOException {
        try (var result = new Result(rows, longResults, limits)) {
            Task<@Nullable Void> task =
                    tables -> {
                        tables.fetch(selection, result);
                        return null;
                    };
            database.stream(
                    connection -> on(connection, task), result::outside, limits.longestResult());
        } catch (StatementException refused) {
            throw Refusals.of(refused);
        }
    }

    @Override
    public void query(String sql, Rows rows) throws IOException {
        var question = Question.checked(sql);
        try (var result = new Result(rows, longAnswers, limits)) {
            questions.ask(question, result);
        }
    }

    @Override
    public Transaction begin() throws IOException {
        return OpenTransaction.begin(database, idiom, room, limits, transactions);
    }

    @Override
    public void close() throws IOException {
        try {
            questions.close();
        } finally {
            database.close();
        }
    }
}
