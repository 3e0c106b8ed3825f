package dev.usher.storage;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** SQLite in a file: a log beside it (WAL) that each commit brings to the disk. */
final class SqliteEngine implements Engine {
    private static final int BUSY_MILLIS = 5_000;
    private static final int MOST_LOG_LEFT = 64 << 20;
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(2);

    private final String url;
    private final DatabaseFile file;
    private final Deque<SqliteConnection> writers = new ConcurrentLinkedDeque<>();
    private final Deque<SqliteConnection> readers = new ConcurrentLinkedDeque<>();

    private SqliteEngine(DatabaseFile file) {
        this.file = file;
        url = "jdbc:sqlite:" + file.path().toUri(); // in which no character of a path is special
    }

    /**
     * Opens it, makes it if it is not there, and looks whether it is sound, for 2 s at the most.
     *
     * @throws IOException with a sentence for the operator
     */
    static SqliteEngine open(Path path) throws IOException {
        var file = DatabaseFile.take(path);
        var engine = new SqliteEngine(file);
        try {
            SqliteLibrary.keepIn(file.folder());
            try (var loan = engine.writing()) {
                engine.check(loan);
            }
            file.force();
            return engine;
        } catch (SQLException refused) {
            engine.close();
            throw new IOException(sentence(path, refused), refused);
        } catch (IOException | RuntimeException | Error failed) {
            engine.close();
            throw failed;
        }
    }

    private static String sentence(Path path, SQLException refused) {
        return switch (code(refused)) {
            case SQLITE_NOTADB -> path + " is not a database";
            case SQLITE_CORRUPT -> path + " is damaged";
            case SQLITE_BUSY, SQLITE_LOCKED -> path + " is in use by another program";
            default -> path + " cannot be opened: " + refused.getMessage();
        };
    }

    private void check(Loan loan) throws SQLException, IOException {
        loan.allow(LONGEST_CHECK);
        try (var statement = loan.connection().createStatement();
                var rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (!rows.next() || !rows.getString(1).equals("ok")) {
                throw new IOException(file.path() + " is damaged: " + rows.getString(1));
            }
        } catch (SQLException stopped) {
            if (trouble(stopped) != Trouble.LATE) { // a large one is not looked through
                throw stopped;
            }
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public Loan writing() throws SQLException {
        var idle = writers.poll();
        return idle != null ? idle : connect(false);
    }

    @Override
    public Loan reading() throws SQLException {
        var idle = readers.poll();
        return idle != null ? idle : connect(true);
    }

    private SqliteConnection connect(boolean readOnly) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setGetGeneratedKeys(false); // else the driver asks for one after each row
        if (!readOnly) {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setJournalSizeLimit(MOST_LOG_LEFT);
        }
        var connection = config.createConnection(url);
        try {
            pragmas(connection);
            DecimalOrder.addTo(connection);
            return readOnly
                    ? new SqliteConnection(connection, "BEGIN", readers::push)
                    : new SqliteConnection(connection, "BEGIN IMMEDIATE", writers::push);
        } catch (SQLException | RuntimeException | Error failed) {
            connection.close();
            throw failed;
        }
    }

    private static void pragmas(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
            statement.execute("PRAGMA fullfsync = ON"); // else fsync on a Mac means little
            statement.execute("PRAGMA checkpoint_fullfsync = ON");
        }
    }

    @Override
    public Trouble trouble(SQLException error) {
        return switch (code(error)) {
            case SQLITE_CONSTRAINT -> Trouble.VIOLATION;
            case SQLITE_BUSY, SQLITE_LOCKED -> Trouble.BUSY;
            case SQLITE_INTERRUPT -> Trouble.LATE;
            case SQLITE_IOERR,
                    SQLITE_FULL,
                    SQLITE_NOMEM,
                    SQLITE_CANTOPEN,
                    SQLITE_PROTOCOL,
                    SQLITE_CORRUPT,
                    SQLITE_NOTADB,
                    SQLITE_PERM ->
                    Trouble.UNAVAILABLE;
            default -> Trouble.STATEMENT;
        };
    }

    @Override
    public Trouble troubleOfCommit(SQLException error) {
        // A full disk has no room for the end of the transaction, without which there is none.
        return switch (code(error)) {
            case SQLITE_FULL, SQLITE_BUSY -> trouble(error);
            default -> Trouble.UNCERTAIN;
        };
    }

    /** The error without its details, of which SQLite has many. */
    private static SQLiteErrorCode code(SQLException error) {
        return error instanceof SQLiteException detailed
                ? SQLiteErrorCode.getErrorCode(detailed.getResultCode().code & 0xff)
                : SQLiteErrorCode.SQLITE_ERROR;
    }

    @Override
    public void migrateAlone(Connection connection) {
        // One process has the file, and one thread of it writes.
    }

    @Override
    public void close() throws IOException {
        readers.forEach(SqliteConnection::discard);
        writers.forEach(SqliteConnection::discard); // the last one tidies the log up
        file.close();
    }
}
