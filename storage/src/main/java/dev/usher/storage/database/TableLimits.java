package dev.usher.storage.database;

import java.time.Duration;

/**
 * How much clients' tables may be asked; an immutable value.
 *
 * @param readers how many requests read at once
 * @param transactions how many transactions of clients are open at once on a server; SQLite has one
 * @param transactionsWaiting how many wait for that one at most
 * @param patience how long a request waits for its turn
 * @param longest how long the database may work for one request
 * @param longestResult how long a client may take with one result
 * @param idle how long a transaction may wait for its client's next request
 * @param whole how long a transaction may last
 * @param mostRows rows of one result
 * @param mostCharacters characters of one result, about
 * @param size bytes of all tables together, about; default 10 GiB
 * @param questions how many questions in SQL are answered at once
 */
public record TableLimits(
        int readers,
        int transactions,
        int transactionsWaiting,
        Duration patience,
        Duration longest,
        Duration longestResult,
        Duration idle,
        Duration whole,
        long mostRows,
        long mostCharacters,
        long size,
        int questions) {
    private static final TableLimits DEFAULTS =
            new TableLimits(
                    4,
                    2,
                    1_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    1_000_000,
                    1L << 28,
                    10L << 30,
                    2);

    /**
     * Checks that all of them are positive.
     *
     * @throws IllegalArgumentException naming the one that is not
     */
    public TableLimits {
        check("readers", readers);
        check("transactions", transactions);
        check("transactionsWaiting", transactionsWaiting);
        check("patience", patience.toNanos());
        check("longest", longest.toNanos());
        check("longestResult", longestResult.toNanos());
        check("idle", idle.toNanos());
        check("whole", whole.toNanos());
        check("mostRows", mostRows);
        check("mostCharacters", mostCharacters);
        check("size", size);
        check("questions", questions);
    }

    private static void check(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed is more than 0");
        }
    }

    /** Those of a server that says nothing else. */
    public static TableLimits defaults() {
        return DEFAULTS;
    }

    /** These limits with other ones for transactions: idle, and as a whole. */
    public TableLimits transactionsLast(Duration idle, Duration whole) {
        return new TableLimits(
                readers,
                transactions,
                transactionsWaiting,
                patience,
                longest,
                longestResult,
                idle,
                whole,
                mostRows,
                mostCharacters,
                size,
                questions);
    }

    /** These limits with another one for {@linkplain #longest() one request's work}. */
    public TableLimits longest(Duration most) {
        return new TableLimits(
                readers,
                transactions,
                transactionsWaiting,
                patience,
                most,
                longestResult,
                idle,
                whole,
                mostRows,
                mostCharacters,
                size,
                questions);
    }

    /** These limits with other ones for a result: rows, and characters. */
    public TableLimits results(long rows, long characters) {
        return new TableLimits(
                readers,
                transactions,
                transactionsWaiting,
                patience,
                longest,
                longestResult,
                idle,
                whole,
                rows,
                characters,
                size,
                questions);
    }

    /** These limits with another one for {@linkplain #size() all tables}, in bytes. */
    public TableLimits size(long most) {
        return new TableLimits(
                readers,
                transactions,
                transactionsWaiting,
                patience,
                longest,
                longestResult,
                idle,
                whole,
                mostRows,
                mostCharacters,
                most,
                questions);
    }
}
