package dev.usher.storage.database;

import dev.usher.FailureException;
import dev.usher.services.database.Rows;
import dev.usher.services.database.Selection;
import dev.usher.services.database.Transaction;
import dev.usher.storage.Database;
import dev.usher.storage.StatementException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A client's transaction: one work of the database, which does what the client asks, one request
 * after another, until it commits. Whatever fails, and every wait that is too long, ends the work,
 * and the database undoes it.
 */
final class OpenTransaction extends TablesByWork implements Transaction {
    private static final int MOST_WAITING = 2;

    /** Characters, and rows, of one result. */
    private static final int MOST = 1 << 20;

    /** What the database's thread is to do next. */
    private abstract static class Step<T extends @Nullable Object> {
        final CompletableFuture<T> done = new CompletableFuture<>();

        /** Returns whether the transaction goes on. */
        abstract boolean run(WorkingTables tables) throws SQLException, IOException;
    }

    /** The work is not to be kept, and nothing is wrong with that. */
    private static final class RolledBack extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final Idiom idiom;
    private final Room room;
    private final TableLimits limits;
    private final BlockingQueue<Step<?>> steps = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();

    /** Completed when the database has kept it, or undone it. */
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    /** The step that failed; told so when all has been undone. */
    private @Nullable Step<?> failing;

    /** Why it can be asked for nothing more. */
    private volatile @Nullable String over;

    private OpenTransaction(Idiom idiom, Room room, TableLimits limits) {
        this.idiom = idiom;
        this.room = room;
        this.limits = limits;
    }

    /** Begins one when its turn has come; at most as many as there are places are open. */
    static OpenTransaction begin(
            Database database, Idiom idiom, Room room, TableLimits limits, Semaphore places)
            throws IOException {
        acquire(places, limits);
        var transaction = new OpenTransaction(idiom, room, limits);
        Thread.ofVirtual()
                .name("usher-transaction")
                .start(() -> {
                    try {
                        transaction.last(database);
                    } finally {
                        places.release();
                    }
                });
        try {
            outcome(transaction.begun);
            return transaction;
        } catch (IOException | RuntimeException failed) {
            transaction.close();
            throw failed;
        }
    }

    private static void acquire(Semaphore places, TableLimits limits) throws IOException {
        try {
            if (!places.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw FailureException.rejected("busy", "too many transactions are open");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw FailureException.rejected("busy", "interrupted before it began");
        }
    }

    /** From its beginning to its end. */
    private void last(Database database) {
        try {
            database.<@Nullable Void>alone(this::serve, limits.whole());
            ended.complete(null);
        } catch (RolledBack undone) {
            ended.complete(null);
        } catch (IOException | RuntimeException | Error failed) {
            ended.completeExceptionally(failed);
            begun.completeExceptionally(failed);
            if (failing != null) {
                failing.done.completeExceptionally(failed);
            }
        }
        if (over == null) {
            over = "it has ended";
        }
        refuse();
    }

    /** On the database's thread, within the transaction. */
    private @Nullable Void serve(Connection connection) throws SQLException, IOException {
        if (over != null) { // closed while it waited
            throw new RolledBack();
        }
        try {
            return serveAll(connection);
        } finally {
            room.end(connection);
        }
    }

    private @Nullable Void serveAll(Connection connection) throws SQLException, IOException {
        long end = System.nanoTime() + limits.whole().toNanos();
        idiom.beginTransaction(connection, limits.longest());
        var tables = new WorkingTables(connection, idiom, room);
        begun.complete(null);
        while (true) {
            var step = next(end);
            try {
                if (!step.run(tables)) {
                    return null;
                }
            } catch (SQLException | IOException | RuntimeException | Error failed) {
                over = "a request in it failed";
                failing = step;
                throw failed;
            }
        }
    }

    private Step<?> next(long end) throws IOException {
        long left = end - System.nanoTime();
        boolean isLast = left < limits.idle().toNanos();
        try {
            var step = steps.poll(isLast ? left : limits.idle().toNanos(), TimeUnit.NANOSECONDS);
            if (step == null) {
                over =
                        isLast
                                ? "it had lasted for " + limits.whole().toSeconds() + " s"
                                : "nothing came for " + limits.idle().toSeconds() + " s";
                throw new RolledBack();
            }
            return step;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            over = "the server is stopping";
            throw new RolledBack();
        }
    }

    /** Nobody does any more what was asked too late. */
    private void refuse() {
        for (var step = steps.poll(); step != null; step = steps.poll()) {
            step.done.completeExceptionally(aborted());
        }
    }

    private FailureException aborted() {
        return FailureException.rejected(
                "aborted", "the transaction was rolled back, since " + over);
    }

    @Override
    <T extends @Nullable Object> T change(Task<T> task) throws IOException {
        return ask(
                new Step<T>() {
                    @Override
                    boolean run(WorkingTables tables) throws SQLException, IOException {
                        done.complete(Refusals.translating(task, tables, idiom));
                        return true;
                    }
                });
    }

    @Override
    <T extends @Nullable Object> T look(Task<T> task) throws IOException {
        return change(task);
    }

    /** Holds the rows before anybody takes them: nobody else should wait for a slow client. */
    @Override
    public void fetch(Selection selection, Rows rows) throws IOException {
        var held = new ArrayList<Map<String, @Nullable Object>>();
        try (var result = new Result(held::add, LongResults.of(1), limits.results(MOST, MOST))) {
            this.<@Nullable Void>look(tables -> {
                tables.fetch(selection, result);
                return null;
            });
        }
        for (var row : held) {
            rows.row(row);
        }
    }

    private <T extends @Nullable Object> T ask(Step<T> step) throws IOException {
        if (over != null || !steps.offer(step)) {
            throw aborted();
        }
        if (ended.isDone()) { // just before it was put there
            refuse();
        }
        return outcome(step.done);
    }

    @Override
    public void commit() throws IOException {
        try {
            ask(
                    new Step<@Nullable Void>() {
                        @Override
                        boolean run(WorkingTables tables) {
                            done.complete(null);
                            return false;
                        }
                    });
            outcome(ended);
        } catch (FailureException failed) {
            // Whoever commits waits for nobody but transactions that have read the same.
            throw failed.failure().code().equals("busy") ? Refusals.conflict() : failed;
        }
    }

    @Override
    public void rollback() throws IOException {
        close();
        try {
            outcome(ended);
        } catch (FailureException failed) {
            // It has ended, and nothing is kept.
        }
    }

    @Override
    public void close() {
        if (over == null) {
            over = "it was given up";
        }
        // Wakes the one who waits for the next step; if there is no room, it need not be woken.
        steps.offer(
                new Step<@Nullable Void>() {
                    @Override
                    boolean run(WorkingTables tables) throws IOException {
                        throw new RolledBack();
                    }
                });
    }

    private static <T extends @Nullable Object> T outcome(CompletableFuture<T> future)
            throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException later) {
                    interrupted = true; // each step ends within the limits
                }
            }
        } catch (ExecutionException failed) {
            throw exception(failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException exception(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException defect -> throw defect;
            case Error defect -> throw defect;
            case StatementException refused -> Refusals.of(refused);
            case IOException failed -> failed;
            case null, default -> new IOException("a step of a transaction failed", cause);
        };
    }
}
