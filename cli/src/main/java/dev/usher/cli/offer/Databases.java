package dev.usher.cli.offer;

import dev.usher.services.checkin.CheckIn;
import dev.usher.services.database.TableStore;
import dev.usher.services.telemetry.Telemetry;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseEvent;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.checkin.SqlRoster;
import dev.usher.storage.database.SqlTables;
import dev.usher.storage.database.TableLimits;
import dev.usher.storage.telemetry.Retention;
import dev.usher.storage.telemetry.SqlCommandLog;
import dev.usher.storage.telemetry.SqlReadings;
import dev.usher.storage.telemetry.Sweep;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * The databases of what services keep in tables. None is opened before a service needs it. Used by
 * one thread, which sets a server up; closed after that server.
 */
public final class Databases implements AutoCloseable {
    private final Path folder;
    private final @Nullable String url;
    private final TableLimits tableLimits;
    private final Retention retention;
    private final Consumer<DatabaseEvent> events;
    private @Nullable Database system;
    private @Nullable CheckIn checkIn;
    private @Nullable SqlTables tables;
    private @Nullable Telemetry telemetry;
    private @Nullable Sweep sweep;

    /**
     * Databases in this folder.
     *
     * @param url of a PostgreSQL server; {@code null} for files in the folder
     * @param tableLimits how much clients' tables may be
     * @param retention how much telemetry is kept
     * @param events is told what befalls them
     */
    public Databases(
            Path folder,
            @Nullable String url,
            TableLimits tableLimits,
            Retention retention,
            Consumer<DatabaseEvent> events) {
        this.folder = folder;
        this.url = url;
        this.tableLimits = tableLimits;
        this.retention = retention;
        this.events = events;
    }

    /**
     * The check-in, with one roster for all listeners that offer it.
     *
     * @throws IOException with a sentence for people: the database is in use by another server, say
     */
    CheckIn checkIn() throws IOException {
        if (checkIn == null) {
            checkIn = new CheckIn(SqlRoster.in(system()));
        }
        return checkIn;
    }

    /**
     * Telemetry, with readings that all listeners that offer it share.
     *
     * @throws IOException with a sentence for people, as {@link #checkIn}
     */
    Telemetry telemetry() throws IOException {
        if (telemetry == null) {
            var clock = InstantSource.system();
            telemetry =
                    new Telemetry(
                            new SqlReadings(system()),
                            new SqlCommandLog(system(), clock.instant()),
                            clock);
            sweep = new Sweep(system(), retention, clock).start();
        }
        return telemetry;
    }

    /**
     * The tables that clients make, for all listeners that offer them.
     *
     * @throws IOException with a sentence for people: the database is in use by another server, say
     */
    TableStore tables() throws IOException {
        if (tables == null) {
            tables = SqlTables.open(settings("tables.db", "usher_tables"), tableLimits);
        }
        return tables;
    }

    /**
     * The database of the services' own tables. What clients make and ask for by SQL lies in
     * another one.
     */
    private Database system() throws IOException {
        if (system == null) {
            system = Database.open(settings("usher.db", "usher"));
        }
        return system;
    }

    /** That file, or that schema where there is a server. */
    private DatabaseSettings settings(String file, String schema) {
        var settings =
                url == null
                        ? DatabaseSettings.inFile(folder.resolve(file))
                        : DatabaseSettings.onServer(url, schema);
        return settings.events(events);
    }

    /** Whether there is one that is open and in the folder. */
    boolean areInFolder() {
        return url == null && (system != null || tables != null);
    }

    @Override
    public void close() throws IOException {
        if (sweep != null) {
            sweep.close();
        }
        try (var _ = system) {
            if (tables != null) {
                tables.close();
            }
        }
    }
}
