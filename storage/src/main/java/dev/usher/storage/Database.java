package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/**
 * One database: SQLite in a file, or a schema of PostgreSQL. All that services keep in tables goes
 * through here.
 *
 * <p>{@link #write} returns when what it did is on the disk. Works that wait at the same time are
 * committed together, and wait for the disk once. {@link #read} sees what has been committed, and
 * waits for no writer.
 *
 * <p>What cannot be done is thrown as a {@link dev.usher.FailureException}, {@linkplain
 * dev.usher.FailureException#rejected rejected} with one of these codes and a sentence for the
 * client:
 *
 * <ul>
 *   <li>{@code busy}: too much waits, or it had waited too long; nothing was done
 *   <li>{@code late}: it took too long; nothing was done
 *   <li>{@code unavailable}: no connection, a full or failing disk; nothing was done
 *   <li>{@code uncertain}: the database failed while it was committing: done, or not
 * </ul>
 *
 * <p>A {@link StatementException} is the work's own: a statement that is wrong, a constraint. What
 * the work throws is thrown on. In each case nothing of that work is kept, and others are not
 * touched by it. The database is tried again with each next work; nothing has to be restarted.
 *
 * <p>Safe for use by many threads, virtual ones too: they hold no carrier while they wait. An
 * interrupt withdraws a work that has not begun ({@link java.io.InterruptedIOException}), and is
 * kept for later otherwise. Whoever opened the database closes it, after all who use it.
 */
public final class Database implements AutoCloseable {
    private static final Duration MIGRATION = Duration.ofHours(1);

    private final Engine engine;
    private final DatabaseSettings settings;
    private final Writer writer;
    private final Readers readers;

    private Database(Engine engine, DatabaseSettings settings) {
        this.engine = engine;
        this.settings = settings;
        var health = new Health(settings);
        writer = new Writer(engine, settings, health);
        readers = new Readers(engine, settings, health);
    }

    /**
     * Opens it, and makes it if it is not there.
     *
     * @throws IOException with a sentence for the operator: the file is in use by another server or
     *     damaged, the server does not answer or refuses the password
     */
    public static Database open(DatabaseSettings settings) throws IOException {
        var engine =
                switch (settings.place()) {
                    case DatabaseSettings.InFile(var path) -> SqliteEngine.open(path);
                    case DatabaseSettings.OnServer place -> PostgresEngine.open(place, settings);
                };
        return new Database(engine, settings);
    }

    /**
     * Brings a service's tables to the version that this program knows. To be called before the
     * service uses them; costs little if they are as they should be.
     *
     * @throws IOException with a sentence for the operator: the tables are of a newer version of
     *     the program; or if a step fails, and then they are as before
     */
    public void migrate(Schema schema) throws IOException {
        try {
            writer.write(
                    connection -> {
                        engine.migrateAlone(connection);
                        Versions.migrate(schema, connection, engine.dialect(), settings.name());
                        return null;
                    },
                    MIGRATION);
        } catch (StatementException wrong) {
            throw new IOException(
                    "the tables of %s in %s cannot be made: %s"
                            .formatted(schema.service(), settings.name(), wrong.getMessage()),
                    wrong);
        }
    }

    /**
     * Does this with others in one transaction, and returns when it is on the disk.
     *
     * @throws IOException as the class says
     */
    public <T extends @Nullable Object> T write(Work<T> work) throws IOException {
        return writer.write(work, settings.longest());
    }

    /**
     * Does this on a connection that cannot write, in a transaction that sees one state of the
     * database.
     *
     * @throws IOException as the class says
     */
    public <T extends @Nullable Object> T read(Work<T> work) throws IOException {
        return readers.read(work);
    }

    /** The SQL that it understands. */
    public Dialect dialect() {
        return engine.dialect();
    }

    /** Does what waits by now, and closes; takes half a minute each for writing and reading. */
    @Override
    public void close() throws IOException {
        writer.close();
        readers.close();
        engine.close();
    }
}
