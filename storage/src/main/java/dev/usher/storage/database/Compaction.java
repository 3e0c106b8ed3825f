package dev.usher.storage.database;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.usher.storage.Database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives back the room of deleted rows, which PostgreSQL keeps for new rows of the same table. A
 * table is written anew, and nobody can use it meanwhile; so that is done only when there is no
 * room left, and when a good part of its rows has gone or changed since the last time.
 *
 * <p>Safe for use by many threads; one thread of its own does the work, while there is some.
 */
final class Compaction {
    private static final long PAUSE = SECONDS.toNanos(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int ON_THE_WAY_MILLIS = 5_000;
    private static final int PART = 4;

    /** Tables, with the rows that went or were changed ever, and those that are there. */
    private static final String TABLES =
            """
            SELECT s.relid, s.relname, c.relname, s.n_tup_upd + s.n_tup_del, s.n_live_tup
            FROM pg_stat_user_tables s
            JOIN pg_index i ON i.indrelid = s.relid AND i.indisprimary
            JOIN pg_class c ON c.oid = i.indexrelid
            WHERE s.schemaname = current_schema()
            """;

    private final Database database;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();

    /** Rows that had gone from each table when it was last written anew. Of the one thread. */
    private final Map<Long, Long> before = new HashMap<>();

    private volatile long ended = System.nanoTime() - PAUSE;

    Compaction(Database database) {
        this.database = database;
    }

    private record Table(long id, String name, String index, long gone) {}

    /** Has it done if it is not under way, or just over; does not wait for it. */
    void start() {
        if (System.nanoTime() - ended >= PAUSE && isUnderWay.compareAndSet(false, true)) {
            Thread.ofVirtual().name("usher-compaction").start(this::run);
        }
    }

    private void run() {
        try {
            for (var table : database.read(this::wasteful)) {
                compact(table);
            }
        } catch (IOException away) {
            // Who finds no room next starts it again.
        } finally {
            ended = System.nanoTime();
            isUnderWay.set(false);
        }
    }

    private List<Table> wasteful(Connection connection) throws SQLException {
        var tables = new ArrayList<Table>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                var table =
                        new Table(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getLong(4));
                long gone = table.gone() - before.getOrDefault(table.id(), 0L);
                if (gone > rows.getLong(5) / PART) {
                    tables.add(table);
                }
            }
        }
        return tables;
    }

    private void compact(Table table) {
        try {
            database.alone(connection -> compact(table, connection), LONGEST);
            before.put(table.id(), table.gone());
        } catch (IOException later) {
            // It is in use, or gone, or too large for the time. So may not be the next one.
        }
    }

    private static Table compact(Table table, Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) LONGEST.toMillis() + ON_THE_WAY_MILLIS);
        new PostgresIdiom().beginWriting(connection);
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CLUSTER "
                            + WorkingTables.quoted(table.name())
                            + " USING "
                            + WorkingTables.quoted(table.index()));
        }
        return table;
    }
}
