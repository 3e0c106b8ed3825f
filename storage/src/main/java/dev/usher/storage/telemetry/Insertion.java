package dev.usher.storage.telemetry;

import dev.usher.services.telemetry.Reading;
import dev.usher.storage.Dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** How many readings at once become rows. */
interface Insertion {

    /**
     * Inserts those that are not there yet.
     *
     * @param number the first of as many numbers as there are readings
     * @return those that were inserted
     */
    List<Reading> insert(long device, long number, List<Reading> readings, Connection connection)
            throws SQLException;

    /** The way that is fast with this database. */
    static Insertion of(Dialect dialect) {
        return dialect == Dialect.SQLITE ? Insertion::oneByOne : Insertion::together;
    }

    /** For SQLite, where a statement is a call in this process. */
    private static List<Reading> oneByOne(
            long device, long number, List<Reading> readings, Connection connection)
            throws SQLException {
        var kept = new ArrayList<Reading>(readings.size());
        long next = number;
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO telemetry_readings (device, at, number, fields)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setLong(1, device);
            for (var reading : readings) {
                insert.setLong(2, Tables.number(reading.at()));
                insert.setLong(3, reading.ownTime() ? 0 : next);
                insert.setString(4, reading.fields().json());
                if (insert.executeUpdate() > 0) {
                    kept.add(reading);
                }
                next++;
            }
        }
        return kept;
    }

    /** For PostgreSQL, where each statement is a message. */
    private static List<Reading> together(
            long device, long number, List<Reading> readings, Connection connection)
            throws SQLException {
        int count = readings.size();
        var times = new Long[count];
        var numbers = new Long[count];
        var fields = new String[count];
        var byKey = new HashMap<List<Long>, Reading>(2 * count);
        for (int i = 0; i < count; i++) {
            var reading = readings.get(i);
            times[i] = Tables.number(reading.at());
            numbers[i] = reading.ownTime() ? 0 : number + i;
            fields[i] = reading.fields().json();
            byKey.putIfAbsent(List.of(times[i], numbers[i]), reading);
        }
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO telemetry_readings (device, at, number, fields)"
                                + " SELECT ?, at, number, fields FROM"
                                + " unnest(?::bigint[], ?::bigint[], ?::text[])"
                                + " AS reported (at, number, fields)"
                                + " ON CONFLICT DO NOTHING RETURNING at, number")) {
            insert.setLong(1, device);
            insert.setArray(2, connection.createArrayOf("bigint", times));
            insert.setArray(3, connection.createArrayOf("bigint", numbers));
            insert.setArray(4, connection.createArrayOf("text", fields));
            var kept = new ArrayList<Reading>(count);
            try (var rows = insert.executeQuery()) {
                while (rows.next()) {
                    var reading = byKey.get(List.of(rows.getLong(1), rows.getLong(2)));
                    if (reading != null) {
                        kept.add(reading);
                    }
                }
            }
            return kept;
        }
    }
}
