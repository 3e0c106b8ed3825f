package dev.usher.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Which database, and how much it may be asked at once; an immutable value.
 *
 * @param place where it is
 * @param patience the longest that a work waits for its turn; default 10 s
 * @param longest the longest that a work may take; default 10 s
 * @param waiting the most works that wait to write, and as many to read; default 10,000
 * @param together the most works that are committed together; default 256
 * @param readers how many read at once; default 4
 * @param soloists how many write at once in a transaction {@linkplain Database#alone of their own},
 *     on a server; default 1
 * @param events is told what befalls the database; by default nobody
 */
public record DatabaseSettings(
        Place place,
        Duration patience,
        Duration longest,
        int waiting,
        int together,
        int readers,
        int soloists,
        Consumer<DatabaseEvent> events) {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int WAITING = 10_000;
    private static final int MOST_WAITING = 1_000_000;
    private static final int TOGETHER = 256;
    private static final int MOST_TOGETHER = 10_000;
    private static final int READERS = 4;
    private static final int MOST_READERS = 100;

    /** Where a database is. */
    public sealed interface Place {}

    /**
     * A file of SQLite's, with others beside it that begin with its name.
     *
     * @param path the file; it and its folder are made if they are not there
     */
    public record InFile(Path path) implements Place {
        /** Checks nothing; the file is looked at when it is opened. */
        public InFile {
            Objects.requireNonNull(path);
        }
    }

    /**
     * A schema on a PostgreSQL server.
     *
     * @param url as the JDBC driver takes it: {@code jdbc:postgresql://host:port/database?…}, with
     *     user, password and TLS as parameters. It may hold a password, and so is never shown
     * @param schema the schema, which is made if it is not there; small letters, digits and
     *     underscores
     */
    public record OnServer(String url, String schema) implements Place {
        private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

        /**
         * Checks the name of the schema.
         *
         * @throws IllegalArgumentException if it is something else
         */
        public OnServer {
            if (!SCHEMA.matcher(schema).matches()) {
                throw new IllegalArgumentException(
                        "schema is '" + schema + "'; allowed are small letters, digits and _");
            }
        }

        /** Without the address, which may hold a password. */
        @Override
        public String toString() {
            return "OnServer[schema=" + schema + "]";
        }
    }

    /**
     * Checks every value: durations are longer than 0 and at most an hour, waiting is 1 to
     * 1,000,000, together 1 to 10,000, readers and soloists are 1 to 100.
     *
     * @throws IllegalArgumentException with the name, the value and the allowed range
     */
    public DatabaseSettings {
        Objects.requireNonNull(place);
        Objects.requireNonNull(events);
        check("patience", patience);
        check("longest", longest);
        check("waiting", waiting, MOST_WAITING);
        check("together", together, MOST_TOGETHER);
        check("readers", readers, MOST_READERS);
        check("soloists", soloists, MOST_READERS);
    }

    private static void check(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; allowed is more than 0 and at most an hour");
        }
    }

    private static void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT, "%s is %,d; allowed is 1 to %,d", name, value, most));
        }
    }

    /** The database in this file, with the defaults. */
    public static DatabaseSettings inFile(Path path) {
        return of(new InFile(path));
    }

    /** The database in this schema of a server, with the defaults. */
    public static DatabaseSettings onServer(String url, String schema) {
        return of(new OnServer(url, schema));
    }

    private static DatabaseSettings of(Place place) {
        return new DatabaseSettings(
                place, TEN_SECONDS, TEN_SECONDS, WAITING, TOGETHER, READERS, 1, event -> {});
    }

    /** These settings with another {@linkplain #patience() patience}. */
    public DatabaseSettings patience(Duration most) {
        return new DatabaseSettings(
                place, most, longest, waiting, together, readers, soloists, events);
    }

    /** These settings with another time for {@linkplain #longest() one work}. */
    public DatabaseSettings longest(Duration most) {
        return new DatabaseSettings(
                place, patience, most, waiting, together, readers, soloists, events);
    }

    /** These settings with another number of works that {@linkplain #waiting() wait}. */
    public DatabaseSettings waiting(int most) {
        return new DatabaseSettings(
                place, patience, longest, most, together, readers, soloists, events);
    }

    /** These settings with another number of works that are committed {@linkplain #together()}. */
    public DatabaseSettings together(int most) {
        return new DatabaseSettings(
                place, patience, longest, waiting, most, readers, soloists, events);
    }

    /** These settings with another number of {@linkplain #readers() readers}. */
    public DatabaseSettings readers(int count) {
        return new DatabaseSettings(
                place, patience, longest, waiting, together, count, soloists, events);
    }

    /** These settings with another number of {@linkplain #soloists() soloists}. */
    public DatabaseSettings soloists(int count) {
        return new DatabaseSettings(
                place, patience, longest, waiting, together, readers, count, events);
    }

    /** These settings, and this is told what befalls the database. */
    public DatabaseSettings events(Consumer<DatabaseEvent> listener) {
        return new DatabaseSettings(
                place, patience, longest, waiting, together, readers, soloists, listener);
    }

    /** What people are told that the database is called: the file, or the schema's name. */
    public String name() {
        return switch (place) {
            case InFile(var path) -> path.toString();
            case OnServer(_, var schema) -> "PostgreSQL's schema " + schema;
        };
    }
}
