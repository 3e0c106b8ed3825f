package dev.usher.storage.database;

import dev.usher.FailureException;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much room all tables take together, and whether they may take more. To look at that costs
 * more than a small request, so it is done once a second, or sooner if what has come since might
 * have filled the rest.
 *
 * <p>Tables that an open transaction has made count as well, though nobody else sees them yet; and
 * those that it has dropped, for it may be rolled back. Safe for use by many threads.
 */
final class Room {
    private static final long RECENT = TimeUnit.SECONDS.toNanos(1);

    /** Bytes that a request adds at most, with all indexes, as long as it changes few rows. */
    private static final long BYTES_OF_ONE = 1 << 20;

    private static final long FEW_ROWS = 16;

    /** Then what is known is mostly of tables that are no more. */
    private static final int MOST_KNOWN = 10 * WorkingTables.MOST_TABLES;

    private final long most;
    private final Idiom idiom;
    private final Runnable whenFull;
    private volatile Look last = new Look(Long.MAX_VALUE, 0, new AtomicLong());

    /** Bytes of each table when it could be looked at. */
    private final Map<Long, Long> known = new ConcurrentHashMap<>();

    /** Bytes of the tables that a transaction has made, and that nobody else sees. */
    private final Map<Connection, Long> unseen = new ConcurrentHashMap<>();

    /** What was seen, when, and how many requests have come since. */
    private record Look(long size, long at, AtomicLong requests) {
        boolean isGoodEnough(long most) {
            long added = requests.incrementAndGet() * BYTES_OF_ONE;
            return System.nanoTime() - at < RECENT && size < most - added;
        }
    }

    /**
     * Room for so many bytes.
     *
     * @param whenFull is run each time that there is none; should be quick
     */
    Room(long most, Idiom idiom, Runnable whenFull) {
        this.most = most;
        this.idiom = idiom;
        this.whenFull = whenFull;
    }

    /**
     * Looks whether there is any, before something is added.
     *
     * @throws FailureException rejected as {@code full}
     */
    void check(Connection connection) throws SQLException, IOException {
        if (!last.isGoodEnough(most) && look(connection) >= most) {
            throw full();
        }
    }

    /**
     * Looks whether there was enough, after so many rows have been added or changed.
     *
     * @throws FailureException rejected as {@code full}: they cannot be kept
     */
    void check(Connection connection, long rows) throws SQLException, IOException {
        if (rows > FEW_ROWS) {
            checkAll(connection);
        }
    }

    /**
     * Looks whether there was enough, after something has been added that may be large.
     *
     * @throws FailureException rejected as {@code full}: it cannot be kept
     */
    void checkAll(Connection connection) throws SQLException, IOException {
        if (look(connection) > most) {
            throw full();
        }
    }

    /** Everybody sees what has been made on this connection, or it is gone. */
    void end(Connection connection) {
        unseen.remove(connection);
    }

    private long look(Connection connection) throws SQLException {
        long seen = 0;
        long own = 0;
        for (var extent : idiom.extents(connection)) {
            long bytes = bytes(extent);
            seen += bytes;
            own += extent.unseen() ? bytes : 0;
        }
        unseen.put(connection, own);
        long size = seen - own + unseen.values().stream().mapToLong(Long::longValue).sum();
        last = new Look(size, System.nanoTime(), new AtomicLong());
        return size;
    }

    private long bytes(Idiom.Extent extent) {
        if (extent.inUse()) {
            return known.getOrDefault(extent.table(), extent.bytes());
        }
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.put(extent.table(), extent.bytes());
        return extent.bytes();
    }

    private FailureException full() {
        whenFull.run();
        return FailureException.rejected(
                "full", "the tables may take " + most + " bytes and no more: delete or drop some");
    }
}
