package dev.usher.storage.database;

import dev.usher.FailureException;
import dev.usher.services.database.Rows;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One result on its way out, and how much of it there may be. A long one holds a connection for as
 * long as its client takes, so only some of the connections may have long ones.
 */
final class Result implements Rows, AutoCloseable {
    /** Characters from which on a result is long. */
    private static final long LONG = 16 * 1024;

    private static final long TO_BECOME_LONG_SECONDS = 2;

    private final Rows rows;
    private final Semaphore longResults;
    private final TableLimits limits;
    private final long end;
    private long count;
    private long characters;
    private boolean isLong;

    /** Nanoseconds that were spent with waiting for the client. */
    private long outside;

    Result(Rows rows, Semaphore longResults, TableLimits limits) {
        this.rows = rows;
        this.longResults = longResults;
        this.limits = limits;
        end = System.nanoTime() + limits.longestResult().toNanos();
    }

    @Override
    public void row(Map<String, @Nullable Object> values) throws IOException {
        count++;
        if (count > limits.mostRows()) {
            throw tooLarge(limits.mostRows() + " rows");
        }
        for (var value : values.entrySet()) {
            characters += value.getKey().length() + size(value.getValue());
        }
        if (characters > limits.mostCharacters()) {
            throw tooLarge(limits.mostCharacters() + " characters");
        }
        if (System.nanoTime() - end > 0) {
            throw FailureException.rejected(
                    "late",
                    "a result can be taken for " + limits.longestResult().toSeconds() + " s");
        }
        long since = System.nanoTime();
        try {
            if (!isLong && characters > LONG) {
                becomeLong();
            }
            rows.row(values);
        } finally {
            outside += System.nanoTime() - since;
        }
    }

    private static int size(@Nullable Object value) {
        return value instanceof String text ? text.length() : 8;
    }

    private static FailureException tooLarge(String what) {
        return FailureException.rejected(
                "too-large", "a result may have " + what + ": ask for less at a time");
    }

    private void becomeLong() throws IOException {
        try {
            if (!longResults.tryAcquire(TO_BECOME_LONG_SECONDS, TimeUnit.SECONDS)) {
                throw FailureException.rejected("busy", "too many long results are being taken");
            }
            isLong = true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw FailureException.rejected("late", "interrupted");
        }
    }

    /** Nanoseconds until now that were spent with waiting for the client; for the same thread. */
    long outside() {
        return outside;
    }

    @Override
    public void close() {
        if (isLong) {
            longResults.release();
        }
    }
}
