package dev.usher.storage.telemetry;

import dev.usher.services.telemetry.CommandLog;
import dev.usher.services.telemetry.DeviceName;
import dev.usher.storage.Database;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Commands in a database. What is noted is on the disk. */
public final class SqlCommandLog implements CommandLog {
    private final Database database;

    /**
     * The commands in this database, which stays open. What became of those that are pending there
     * is not known any more.
     *
     * @throws IOException with a sentence for the operator, as {@link Database#migrate}
     */
    public SqlCommandLog(Database database, Instant now) throws IOException {
        this.database = database;
        database.migrate(Tables.SCHEMA);
        database.write(connection -> {
            try (var update =
                    connection.prepareStatement(
                            "UPDATE telemetry_commands SET outcome = 'UNKNOWN', ended = ?"
                                    + " WHERE outcome = 'PENDING'")) {
                update.setLong(1, Tables.number(now));
                return update.executeUpdate();
            }
        });
    }

    @Override
    public long begin(DeviceName device, String command, Instant now) throws IOException {
        return database.write(connection -> {
            try (var insert =
                    connection.prepareStatement(
                            "INSERT INTO telemetry_commands (device, at, command, outcome)"
                                    + " VALUES (?, ?, ?, 'PENDING') RETURNING id")) {
                insert.setString(1, device.text());
                insert.setLong(2, Tables.number(now));
                insert.setString(3, command);
                try (var rows = insert.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    @Override
    public void end(long id, Outcome outcome, @Nullable String result, Instant now)
            throws IOException {
        database.write(connection -> {
            try (var update =
                    connection.prepareStatement(
                            "UPDATE telemetry_commands SET outcome = ?, result = ?,"
                                    + " ended = ? WHERE id = ?")) {
                update.setString(1, outcome.name());
                if (result == null) {
                    update.setNull(2, Types.VARCHAR);
                } else {
                    update.setString(2, result);
                }
                update.setLong(3, Tables.number(now));
                update.setLong(4, id);
                return update.executeUpdate();
            }
        });
    }

    @Override
    public List<Entry> newest(DeviceName device, int limit) throws IOException {
        return database.read(connection -> {
            try (var query =
                    connection.prepareStatement(
                            "SELECT id, at, command, outcome, result, ended"
                                    + " FROM telemetry_commands WHERE device = ?"
                                    + " ORDER BY id DESC LIMIT ?")) {
                query.setString(1, device.text());
                query.setInt(2, limit);
                Deque<Entry> newest = new ArrayDeque<>();
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        newest.addFirst(entry(rows));
                    }
                }
                return List.copyOf(newest);
            }
        });
    }

    private static Entry entry(ResultSet row) throws SQLException {
        long ended = row.getLong(6);
        return new Entry(
                row.getLong(1),
                Tables.instant(row.getLong(2)),
                row.getString(3),
                Outcome.valueOf(row.getString(4)),
                row.getString(5),
                ended == 0 ? null : Tables.instant(ended));
    }
}
