package dev.usher.storage.telemetry;

import dev.usher.FailureException;
import dev.usher.services.telemetry.DeviceName;
import dev.usher.services.telemetry.Reading;
import dev.usher.services.telemetry.Readings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * A row of the devices.
 *
 * @param number the number that the next reading of the server's time has
 * @param last when it was heard of last
 */
record Device(long id, long number, long last) {

    /** The device of this name, or {@code null}. */
    static @Nullable Device of(DeviceName name, Connection connection) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "SELECT id, number, last FROM telemetry_devices WHERE name = ?")) {
            query.setString(1, name.text());
            try (var rows = query.executeQuery()) {
                return rows.next()
                        ? new Device(rows.getLong(1), rows.getLong(2), rows.getLong(3))
                        : null;
            }
        }
    }

    /**
     * A new device.
     *
     * @throws FailureException rejected, if there are too many
     */
    static Device create(DeviceName name, Instant now, Connection connection)
            throws SQLException, IOException {
        try (var query = connection.prepareStatement("SELECT count(*) FROM telemetry_devices");
                var rows = query.executeQuery()) {
            if (rows.next() && rows.getLong(1) >= Readings.MOST_DEVICES) {
                throw FailureException.rejected(
                        "full", "there are " + Readings.MOST_DEVICES + " devices already");
            }
        }
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO telemetry_devices (name, last, number, bytes)"
                                + " VALUES (?, ?, 1, 0) RETURNING id")) {
            insert.setString(1, name.text());
            insert.setLong(2, Tables.number(now));
            try (var rows = insert.executeQuery()) {
                rows.next();
                return new Device(rows.getLong(1), 1, Tables.number(now));
            }
        }
    }

    /**
     * Notes what it reported.
     *
     * @param kept what is kept of that
     * @param numbers how many numbers that took
     */
    void note(List<Reading> kept, int numbers, Instant now, Connection connection)
            throws SQLException {
        long bytes = 0;
        long oldest = Long.MAX_VALUE;
        for (var reading : kept) {
            bytes += Retention.weight(reading.fields().json());
            oldest = Math.min(oldest, Tables.number(reading.at()));
        }
        try (var update =
                connection.prepareStatement(
                        "UPDATE telemetry_devices SET last = ?, number = number + ?,"
                                + " bytes = bytes + ?,"
                                + " oldest = CASE WHEN oldest < ? THEN oldest ELSE ? END"
                                + " WHERE id = ?")) {
            update.setLong(1, Math.max(last, Tables.number(now)));
            update.setLong(2, numbers);
            update.setLong(3, bytes);
            update.setLong(4, oldest);
            update.setLong(5, oldest);
            update.setLong(6, id);
            update.executeUpdate();
        }
    }
}
