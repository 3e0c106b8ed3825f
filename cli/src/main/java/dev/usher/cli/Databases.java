package dev.usher.cli;

import dev.usher.services.checkin.CheckIn;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseEvent;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.checkin.SqlRoster;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The databases of what services keep in tables. None is opened before a service needs it. Used by
 * one thread, which sets a server up; closed after that server.
 */
final class Databases implements AutoCloseable {
    /** What PostgreSQL's driver logs is told in other words, or is not for the operator. */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    private final Path folder;
    private final @Nullable String url;
    private final Consumer<DatabaseEvent> events;
    private @Nullable Database system;
    private @Nullable CheckIn checkIn;

    /**
     * Databases in this folder.
     *
     * @param url of a PostgreSQL server; {@code null} for files in the folder
     * @param events is told what befalls them
     */
    Databases(Path folder, @Nullable String url, Consumer<DatabaseEvent> events) {
        this.folder = folder;
        this.url = url;
        this.events = events;
        DRIVER.setLevel(Level.OFF);
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
     * The database of the services' own tables. What clients make and ask for by SQL lies in
     * another one.
     */
    private Database system() throws IOException {
        if (system == null) {
            system = open("usher.db", "usher");
        }
        return system;
    }

    /** Opens that file, or that schema where there is a server. */
    private Database open(String file, String schema) throws IOException {
        var settings =
                url == null
                        ? DatabaseSettings.inFile(folder.resolve(file))
                        : DatabaseSettings.onServer(url, schema);
        return Database.open(settings.events(events));
    }

    @Override
    public void close() throws IOException {
        if (system != null) {
            system.close();
        }
    }
}
