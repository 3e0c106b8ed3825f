package dev.usher.storage.telemetry;

import dev.usher.storage.Database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Deletes what is not to be kept any more: every minute, in small pieces between which others
 * write. Has a thread of its own until it is closed.
 */
public final class Sweep implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int PIECE = 2_000;

    private final Database database;
    private final Retention retention;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofVirtual().name("usher-telemetry-sweep").unstarted(this::run);

    /** Over the tables of {@link SqlReadings} and {@link SqlCommandLog}, which are there. */
    public Sweep(Database database, Retention retention, InstantSource clock) {
        this.database = database;
        this.retention = retention;
        this.clock = clock;
    }

    /** Begins. */
    public Sweep start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            do {
                tryOnce();
            } while (!closed.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** If it fails, the database tells so in its events, and the next minute is another chance. */
    private void tryOnce() {
        try {
            once();
        } catch (IOException nextTime) {
            return;
        }
    }

    /**
     * Deletes all that there is to delete now.
     *
     * @throws IOException if the database fails
     */
    void once() throws IOException {
        long oldest = Tables.number(clock.instant().minus(retention.age()));
        boolean more = true;
        while (more && closed.getCount() > 0) {
            more = database.write(connection -> deleteOld(oldest, connection));
        }
        more = true;
        while (more && closed.getCount() > 0) {
            more = database.write(this::deleteMost);
        }
        more = true;
        while (more && closed.getCount() > 0) {
            more = database.write(connection -> deleteCommands(oldest, connection));
        }
    }

    private boolean deleteOld(long oldest, Connection connection) throws SQLException {
        var device =
                numbers(
                        "SELECT id FROM telemetry_devices WHERE oldest < ? LIMIT 1",
                        connection,
                        oldest);
        if (device.isEmpty()) {
            return false;
        }
        delete(device.getFirst(), oldest, connection);
        return true;
    }

    private boolean deleteMost(Connection connection) throws SQLException {
        long all =
                numbers("SELECT coalesce(sum(bytes), 0) FROM telemetry_devices", connection)
                        .getFirst();
        if (all <= retention.bytes()) {
            return false;
        }
        var device =
                numbers(
                        "SELECT id FROM telemetry_devices WHERE bytes > 0"
                                + " ORDER BY bytes DESC LIMIT 1",
                        connection);
        if (device.isEmpty()) {
            return false;
        }
        delete(device.getFirst(), Long.MAX_VALUE, connection);
        return true;
    }

    /** Deletes a piece of what a device has from before some time; who has nothing has no bytes. */
    private static void delete(long device, long before, Connection connection)
            throws SQLException {
        var lengths =
                numbers(
                        "DELETE FROM telemetry_readings WHERE device = ? AND (at, number) IN"
                                + " (SELECT at, number FROM telemetry_readings WHERE device = ?"
                                + " AND at < ? ORDER BY at, number LIMIT ?)"
                                + " RETURNING length(fields)",
                        connection,
                        device,
                        device,
                        before,
                        PIECE);
        long bytes = lengths.stream().mapToLong(length -> length + Retention.OVERHEAD).sum();
        try (var update =
                connection.prepareStatement(
                        "UPDATE telemetry_devices SET oldest = rest.oldest,"
                                + " bytes = CASE WHEN rest.oldest IS NULL THEN 0"
                                + " ELSE bytes - ? END"
                                + " FROM (SELECT min(at) AS oldest FROM telemetry_readings"
                                + " WHERE device = ?) AS rest WHERE id = ?")) {
            update.setLong(1, bytes);
            update.setLong(2, device);
            update.setLong(3, device);
            update.executeUpdate();
        }
    }

    private boolean deleteCommands(long oldest, Connection connection) throws SQLException {
        var deleted =
                numbers(
                        "DELETE FROM telemetry_commands WHERE id IN (SELECT id FROM"
                                + " telemetry_commands WHERE at < ? OR id <="
                                + " (SELECT max(id) FROM telemetry_commands) - ?"
                                + " ORDER BY id LIMIT ?) RETURNING id",
                        connection,
                        oldest,
                        retention.commands(),
                        PIECE);
        return deleted.size() == PIECE;
    }

    private static List<Long> numbers(String sql, Connection connection, long... arguments)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setLong(i + 1, arguments[i]);
            }
            var numbers = new ArrayList<Long>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
            }
            return numbers;
        }
    }

    /** Ends after the piece that is being deleted. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(Duration.ofSeconds(30))) {
                thread.interrupt();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
