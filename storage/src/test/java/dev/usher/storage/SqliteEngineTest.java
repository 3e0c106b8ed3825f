package dev.usher.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What is SQLite's alone: its file. */
@Timeout(60)
class SqliteEngineTest {
    private static final Schema NOTES =
            Schema.of(
                    "notes", dialect -> List.of("CREATE TABLE notes (text TEXT NOT NULL) STRICT"));

    @TempDir private Path folder;

    private Database open(Path file) throws IOException {
        var database = Database.open(DatabaseSettings.inFile(file));
        database.migrate(NOTES);
        return database;
    }

    private static String pragma(String name, Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA " + name)) {
            return rows.getString(1);
        }
    }

    @Test
    void eachCommitIsBroughtToTheDisk() throws Exception {
        try (var database = open(folder.resolve("usher.db"))) {
            database.write(connection -> {
                assertThat(pragma("journal_mode", connection)).isEqualTo("wal");
                assertThat(pragma("synchronous", connection)).isEqualTo("2"); // FULL
                assertThat(pragma("foreign_keys", connection)).isEqualTo("1");
                return "";
            });
        }
    }

    @Test
    void aFileHasOneOwnerAtATime() throws Exception {
        var file = folder.resolve("usher.db");
        try (var _ = open(file)) {
            assertThatThrownBy(() -> open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            file
                                    + " is in use by another server; stop that one, or choose"
                                    + " another folder");
        }
        open(file).close();
    }

    @Test
    void onlyItsOwnerMayLookIntoIt() throws Exception {
        var file = folder.resolve("data/usher.db");
        try (var _ = open(file)) {
            for (var each : List.of("usher.db", "usher.db-wal", "usher.db-shm")) {
                assertThat(
                                PosixFilePermissions.toString(
                                        Files.getPosixFilePermissions(file.resolveSibling(each))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void whatIsNoDatabaseIsLeftAsItIs() throws Exception {
        var file = Files.writeString(folder.resolve("usher.db"), "dear diary, ".repeat(1_000));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is not a database");
        assertThat(file).hasContent("dear diary, ".repeat(1_000));
    }

    @Test
    void whatIsDamagedIsNotOpened() throws Exception {
        var file = folder.resolve("usher.db");
        try (var database = open(file)) {
            for (int i = 0; i < 100; i++) {
                database.write(connection -> {
                    try (var statement = connection.createStatement()) {
                        return statement.executeUpdate(
                                "INSERT INTO notes VALUES ('" + "x".repeat(500) + "')");
                    }
                });
            }
        }
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            bytes.write(new byte[8_192]);
        }
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " is damaged");
    }

    @Test
    void noCharacterOfAPathIsSpecial() throws Exception {
        var file = folder.resolve("100% ?mode=memory #1/Zoë's & \"data\"/usher.db");
        open(file).close();
        assertThat(file).isNotEmptyFile();
        open(file).close();
    }

    @Test
    void whatIsNoFolderIsOneSentence() throws Exception {
        var file = Files.createFile(folder.resolve("data"));
        assertThatThrownBy(() -> open(file.resolve("usher.db")))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is not a folder");
    }
}
