package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

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

    /** Where several write at once. */
    private final @Nullable Soloists soloists;

    private Database(Engine engine, DatabaseSettings settings) {
        this.engine = engine;
        this.settings = settings;
        var health = new Health(settings);
        writer = new Writer(engine, settings, health);
        readers = new Readers(engine, settings, health.ofReaders());
        soloists =
                engine.dialect() == Dialect.SQLITE ? null : new Soloists(engine, settings, health);
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
                    Job.of(
                            connection -> {
                                engine.migrateAlone(connection);
                                Versions.migrate(
                                        schema, connection, engine.dialect(), settings.name());
                                return null;
                            },
                            MIGRATION));
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
        return writer.write(Job.of(work, settings.longest()));
    }

    /**
     * Does this in a transaction of its own, and returns when it is on the disk. For a work that
     * waits for something, a client's next request say. SQLite has one transaction at a time, for
     * which all others that write wait meanwhile; on a server this one is beside the others, on a
     * connection of its own, and as many of them as the settings say are at once.
     *
     * @param longest the longest that it may take
     * @throws IOException as the class says
     */
    public <T extends @Nullable Object> T alone(Work<T> work, Duration longest) throws IOException {
        var job = Job.alone(work, longest);
        return soloists == null ? writer.write(job) : soloists.write(job);
    }

    /**
     * Does this on a connection that cannot write, in a transaction that sees one state of the
     * database.
     *
     * @throws IOException as the class says
     */
    public <T extends @Nullable Object> T read(Work<T> work) throws IOException {
        return readers.read(Job.of(work, settings.longest()), () -> 0);
    }

    /**
     * The same for a work that hands on what it finds, and waits for whoever takes that.
     *
     * @param waited the nanoseconds that it has waited by now: they do not count as its work; asked
     *     on the thread of the work
     * @param longest the longest that it may take with all waiting
     * @throws IOException as the class says
     */
    public <T extends @Nullable Object> T stream(
            Work<T> work, LongSupplier waited, Duration longest) throws IOException {
        return readers.read(Job.of(work, longest), waited);
    }

    /** The SQL that it understands. */
    public Dialect dialect() {
        return engine.dialect();
    }

    /** Does what waits by now, and closes; takes half a minute each for writing and reading. */
    @Override
    public void close() throws IOException {
        writer.close();
        if (soloists != null) {
            soloists.close();
        }
        readers.close();
        engine.close();
    }
}
