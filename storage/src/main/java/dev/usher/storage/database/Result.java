package dev.usher.storage.database;

import dev.usher.FailureException;
import dev.usher.services.database.Rows;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.util.RawValue;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;

/**
 * One result on its way out, and how much of it there may be. A long one holds a connection for as
 * long as its client takes, so only some of the connections may have long ones.
 */
final class Result implements Rows, AutoCloseable {
    /** Characters from which on a result is long. */
    private static final long LONG = 16 * 1024;

    private final Rows rows;
    private final LongResults longResults;
    private final TableLimits limits;
    private final long end;
    private long count;
    private long characters;
    private boolean isLong;

    /** Nanoseconds that were spent with waiting for the client. */
    private long outside;

    Result(Rows rows, LongResults longResults, TableLimits limits) {
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
        characters += characters(values);
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
                longResults.acquire();
                isLong = true;
            }
            rows.row(values);
        } finally {
            outside += System.nanoTime() - since;
        }
    }

    /** About how many characters a row has. */
    static long characters(Map<String, @Nullable Object> row) {
        long sum = 0;
        for (var value : row.entrySet()) {
            sum += value.getKey().length() + size(value.getValue());
        }
        return sum;
    }

    private static int size(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case RawValue json -> String.valueOf(json.rawValue()).length();
            case BigDecimal number -> number.precision() + Math.abs(number.scale());
            case null, default -> 8;
        };
    }

    private static FailureException tooLarge(String what) {
        return FailureException.rejected(
                "too-large", "a result may have " + what + ": ask for less at a time");
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
