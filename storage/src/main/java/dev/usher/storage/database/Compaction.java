package dev.usher.storage.database;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.usher.storage.Database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Gives back the room of deleted rows, which PostgreSQL keeps for new rows of the same table. A
 * table is written anew, and nobody can use it meanwhile; so that is done only when there is no
 * room left, and when a good part of its rows has gone, changed or been undone since the last time.
 *
 * <p>Safe for use by many threads; one thread of its own does the work, while there is some.
 */
final class Compaction {
    private static final long PAUSE = SECONDS.toNanos(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int ON_THE_WAY_MILLIS = 5_000;
    private static final int PART = 4;

    /** Who finds a table in use comes again: others who want to read it must not wait for long. */
    private static final int WAIT_MILLIS = 200;

    /**
     * Tables twice, for their rows and for what lies outside of these because it is long: how much
     * of it has gone ever, and how much is there. What a transaction has inserted and undone has
     * gone as well, and counts neither as deleted nor as there.
     */
    private static final String TABLES =
            """
            SELECT c.relname, x.relname, s.relid, s.n_live_tup, greatest(
                s.n_tup_upd + s.n_tup_del, s.n_tup_ins + s.n_tup_upd - s.n_live_tup)
            FROM pg_class c
            JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
            JOIN pg_class x ON x.oid = i.indexrelid
            JOIN pg_stat_all_tables s ON s.relid IN (c.oid, c.reltoastrelid)
            WHERE c.relnamespace = (
                SELECT oid FROM pg_namespace WHERE nspname = current_schema())
            """;

    private final Database database;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();

    /** What had gone of each part when its table was last written anew. Of the one thread. */
    private final Map<Long, Long> before = new HashMap<>();

    private volatile long ended = System.nanoTime() - PAUSE;

    Compaction(Database database) {
        this.database = database;
    }

    /** A table, its index by which it is sorted, and what has gone of each of its parts. */
    private record Table(String name, String index, Map<Long, Long> gone) {}

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

    private Collection<Table> wasteful(Connection connection) throws SQLException {
        var tables = new HashMap<String, Table>();
        var wasteful = new LinkedHashMap<String, Table>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                var name = rows.getString(1);
                var index = rows.getString(2);
                var table =
                        tables.computeIfAbsent(name, _ -> new Table(name, index, new HashMap<>()));
                long part = rows.getLong(3);
                long gone = rows.getLong(5);
                table.gone().put(part, gone);
                if (gone - before.getOrDefault(part, 0L) > rows.getLong(4) / PART) {
                    wasteful.put(name, table);
                }
            }
        }
        before.keySet().retainAll(parts(tables.values()));
        return wasteful.values();
    }

    private static Set<Long> parts(Collection<Table> tables) {
        return tables.stream()
                .flatMap(table -> table.gone().keySet().stream())
                .collect(Collectors.toSet());
    }

    private void compact(Table table) {
        try {
            database.alone(connection -> compact(table, connection), LONGEST);
            before.putAll(table.gone());
        } catch (IOException later) {
            // It is in use, or gone, or too large for the time. So may not be the next one.
        }
    }

    private static Table compact(Table table, Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) LONGEST.toMillis() + ON_THE_WAY_MILLIS);
        try (var statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + WAIT_MILLIS);
            statement.execute(
                    "CLUSTER "
                            + WorkingTables.quoted(table.name())
                            + " USING "
                            + WorkingTables.quoted(table.index()));
        }
        return table;
    }
}
