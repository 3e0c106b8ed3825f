package dev.usher.storage.telemetry;

import dev.usher.storage.Dialect;
import dev.usher.storage.Schema;

import java.time.Instant;
import java.util.List;

/**
 * The tables of telemetry. Times are nanoseconds since 1970.
 *
 * <p>A reading's key is the device, the time, and a number: 0 if the time is the device's own, so
 * that there is one of each; otherwise one that no other reading of the device has.
 */
final class Tables {
    static final Schema SCHEMA = Schema.of("telemetry", Tables::first);

    private static final long NANOS = 1_000_000_000;

    private Tables() {}

    private static List<String> first(Dialect dialect) {
        boolean sqlite = dialect == Dialect.SQLITE;
        var strict = sqlite ? " STRICT" : "";
        var text = sqlite ? "TEXT" : "TEXT COLLATE \"C\"";
        var id =
                sqlite
                        ? "INTEGER PRIMARY KEY AUTOINCREMENT"
                        : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
        var whole = sqlite ? "INTEGER" : "BIGINT";
        return List.of(
                "CREATE TABLE telemetry_devices (id %s, name %s NOT NULL UNIQUE,"
                                .formatted(id, text)
                        + " last %1$s NOT NULL, oldest %1$s, number %1$s NOT NULL,".formatted(whole)
                        + " bytes %s NOT NULL)".formatted(whole)
                        + strict,
                "CREATE TABLE telemetry_readings (device %1$s NOT NULL, at %1$s NOT NULL,"
                                .formatted(whole)
                        + " number %s NOT NULL, fields TEXT NOT NULL,".formatted(whole)
                        + " PRIMARY KEY (device, at, number))"
                        + (sqlite ? " STRICT, WITHOUT ROWID" : ""),
                "CREATE TABLE telemetry_commands (id %s, device %s NOT NULL, at %s NOT NULL,"
                                .formatted(id, text, whole)
                        + " command TEXT NOT NULL, outcome TEXT NOT NULL, result TEXT, ended %s)"
                                .formatted(whole)
                        + strict,
                "CREATE INDEX telemetry_commands_of_device ON telemetry_commands (device, id)",
                "CREATE INDEX telemetry_commands_pending ON telemetry_commands (id)"
                        + " WHERE outcome = 'PENDING'");
    }

    /** A time as a number. */
    static long number(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano());
    }

    /** A number as a time. */
    static Instant instant(long number) {
        return Instant.ofEpochSecond(Math.floorDiv(number, NANOS), Math.floorMod(number, NANOS));
    }
}
