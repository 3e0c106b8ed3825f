package dev.usher.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Works in one transaction, each behind a savepoint, so that one which fails is undone alone. All
 * the others wait for the disk together. Belongs to one thread.
 */
final class Batch {
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(50);

    private final Engine engine;
    private final Loan loan;
    private final Health health;
    private final int most;
    private final Statement statement;
    private final long end = System.nanoTime() + LONGEST;

    /** Whether there is a savepoint, in front of the last work. */
    private boolean isSet;

    /** Done, and not yet committed. */
    private final List<Job<?>> done = new ArrayList<>();

    /** Begins the transaction, of at most so many works. */
    Batch(Engine engine, Loan loan, Health health, int most) throws SQLException {
        this.engine = engine;
        this.loan = loan;
        this.health = health;
        this.most = most;
        statement = loan.connection().createStatement();
        loan.begin();
    }

    /** Whether one more may join: those in it do not wait for ever longer ones. */
    boolean hasRoom() {
        return done.size() < most && System.nanoTime() < end;
    }

    /** What is done and not yet committed. */
    List<Job<?>> done() {
        return done;
    }

    /**
     * Does one more. If it fails it is told, and is not in the batch.
     *
     * @return whether the transaction is still there: some failures undo all that is in it
     */
    boolean add(Job<?> job) {
        try {
            loan.allow(job.longest());
            setSavepoint();
            job.run(loan.connection());
            done.add(job);
            return true;
        } catch (SQLException refused) {
            job.fail(health.exception(refused, engine.trouble(refused)));
        } catch (IOException | RuntimeException | Error failed) {
            job.fail(failed);
        }
        return undo();
    }

    /** Instead of the one before: a server is told both at once, which saves a round trip. */
    private void setSavepoint() throws SQLException {
        if (!isSet) {
            statement.execute("SAVEPOINT work");
            isSet = true;
        } else if (engine.dialect() == Dialect.POSTGRESQL) {
            statement.execute("RELEASE SAVEPOINT work; SAVEPOINT work");
        } else {
            statement.execute("RELEASE SAVEPOINT work");
            statement.execute("SAVEPOINT work");
        }
    }

    private boolean undo() {
        try {
            statement.execute("ROLLBACK TO SAVEPOINT work");
            return true;
        } catch (SQLException gone) { // the savepoint, with the transaction or the connection
            loan.spoil();
            return false;
        }
    }

    /** Brings all to the disk, and then tells them; or tells them that this failed. */
    void commit() {
        if (done.isEmpty()) {
            return; // what was begun is undone
        }
        try {
            loan.commit();
        } catch (SQLException failed) {
            loan.spoil();
            var trouble = engine.troubleOfCommit(failed);
            done.forEach(job -> job.fail(trouble.exception()));
            health.failed(failed);
            return;
        }
        done.forEach(Job::tell);
        health.works();
    }
}
