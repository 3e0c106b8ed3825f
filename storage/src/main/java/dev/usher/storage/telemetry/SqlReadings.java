package dev.usher.storage.telemetry;

import dev.usher.FailureException;
import dev.usher.services.telemetry.DeviceName;
import dev.usher.services.telemetry.Fields;
import dev.usher.services.telemetry.Reading;
import dev.usher.services.telemetry.Readings;
import dev.usher.services.telemetry.Span;
import dev.usher.storage.Database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Readings in a database. {@link #add} returns when they are on the disk; reports that arrive at
 * the same time are committed together.
 */
public final class SqlReadings implements Readings {
    private static final int FIRST_PAGE = 64;
    private static final int LARGEST_PAGE = 8_192;

    private final Database database;
    private final Insertion insertion;

    /**
     * The readings in this database, which stays open.
     *
     * @throws IOException with a sentence for the operator, as {@link Database#migrate}
     */
    public SqlReadings(Database database) throws IOException {
        this.database = database;
        insertion = Insertion.of(database.dialect());
        database.migrate(Tables.SCHEMA);
    }

    @Override
    public List<Reading> add(DeviceName name, List<Reading> readings, Instant now)
            throws IOException {
        return database.write(connection -> add(name, readings, now, connection));
    }

    private List<Reading> add(
            DeviceName name, List<Reading> readings, Instant now, Connection connection)
            throws SQLException, IOException {
        var device = Device.of(name, connection);
        if (device == null) {
            device = Device.create(name, now, connection);
        }
        var kept =
                readings.isEmpty()
                        ? readings
                        : insertion.insert(device.id(), device.number(), readings, connection);
        device.note(kept, readings.size(), now, connection);
        return kept;
    }

    @Override
    public void newest(DeviceName name, Span span, Visitor visitor) throws IOException {
        var device = database.read(connection -> Device.of(name, connection));
        if (device == null) {
            throw FailureException.rejected("not-found", "no device is called " + name);
        }
        // Others read between two pages; a page goes on where the one before ended.
        var from = Tables.number(span.from());
        var before = new Key(Tables.number(span.to()), 0);
        for (int size = FIRST_PAGE; ; size = Math.min(8 * size, LARGEST_PAGE)) {
            var end = before;
            int limit = size;
            var page = database.read(connection -> page(device.id(), from, end, limit, connection));
            for (var row : page) {
                if (!visitor.visit(row.reading)) {
                    return;
                }
            }
            if (page.size() < limit) {
                return;
            }
            before = page.getLast().key;
        }
    }

    private record Key(long at, long number) {}

    private record Row(Key key, Reading reading) {}

    private static List<Row> page(
            long device, long from, Key before, int limit, Connection connection)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "SELECT at, number, fields FROM telemetry_readings"
                                + " WHERE device = ? AND (at, number) < (?, ?) AND at >= ?"
                                + " ORDER BY at DESC, number DESC LIMIT ?")) {
            query.setLong(1, device);
            query.setLong(2, before.at);
            query.setLong(3, before.number);
            query.setLong(4, from);
            query.setInt(5, limit);
            var page = new ArrayList<Row>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var key = new Key(rows.getLong(1), rows.getLong(2));
                    page.add(
                            new Row(
                                    key,
                                    new Reading(
                                            Tables.instant(key.at),
                                            key.number == 0,
                                            new Fields(rows.getString(3)))));
                }
            }
            return page;
        }
    }

    @Override
    public List<Known> devices(String prefix, String after, int limit) throws IOException {
        return database.read(connection -> {
            try (var query =
                    connection.prepareStatement(
                            "SELECT name, last FROM telemetry_devices WHERE name > ?"
                                    + " AND name >= ? AND substr(name, 1, ?) = ?"
                                    + " ORDER BY name LIMIT ?")) {
                query.setString(1, after);
                query.setString(2, prefix);
                query.setInt(3, prefix.length());
                query.setString(4, prefix);
                query.setInt(5, limit);
                var devices = new ArrayList<Known>();
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        devices.add(
                                new Known(
                                        new DeviceName(rows.getString(1)),
                                        Tables.instant(rows.getLong(2))));
                    }
                }
                return devices;
            }
        });
    }

    @Override
    public Optional<Known> device(DeviceName name) throws IOException {
        var device = database.read(connection -> Device.of(name, connection));
        return device == null
                ? Optional.empty()
                : Optional.of(new Known(name, Tables.instant(device.last())));
    }
}
