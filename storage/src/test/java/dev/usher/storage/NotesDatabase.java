package dev.usher.storage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A database with a table of notes, in a file or on PostgreSQL. */
abstract class NotesDatabase {
    static final Schema NOTES =
            Schema.of(
                    "notes",
                    dialect -> List.of("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)"));

    @TempDir Path folder;
    @Parameter TestEngine engine;

    final LinkedBlockingQueue<DatabaseEvent> events = new LinkedBlockingQueue<>();
    DatabaseSettings settings;
    Database database;

    @BeforeEach
    void open() throws Exception {
        settings = engine.settings(folder).events(events::add);
        database = Database.open(settings);
        database.migrate(NOTES);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    void reopen(DatabaseSettings others) throws IOException {
        database.close();
        database = Database.open(others);
    }

    static Work<Integer> insert(int id, String text) {
        return connection -> {
            try (var insert =
                    connection.prepareStatement("INSERT INTO notes (id, text) VALUES (?, ?)")) {
                insert.setInt(1, id);
                insert.setString(2, text);
                return insert.executeUpdate();
            }
        };
    }

    List<Integer> ids() throws IOException {
        return database.read(NotesDatabase::ids);
    }

    static List<Integer> ids(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id FROM notes ORDER BY id")) {
            var ids = new ArrayList<Integer>();
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
            return ids;
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }
}
