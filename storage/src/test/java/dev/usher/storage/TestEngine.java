package dev.usher.storage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that each suite runs on: SQLite, and a real PostgreSQL that is started once. */
public enum TestEngine {
    SQLITE {
        @Override
        public DatabaseSettings settings(Path folder) {
            return DatabaseSettings.inFile(folder.resolve("usher.db"));
        }
    },
    POSTGRESQL {
        @Override
        public DatabaseSettings settings(Path folder) throws SQLException {
            return DatabaseSettings.onServer(Server.database(), "usher");
        }
    };

    /** Those of a new and empty database. */
    public abstract DatabaseSettings settings(Path folder) throws SQLException;

    /** Ends with the process. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();
        private static final AtomicInteger DATABASES = new AtomicInteger();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        }

        static String database() throws SQLException {
            var name = "test" + DATABASES.incrementAndGet();
            try (var connection = POSTGRES.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return POSTGRES.getJdbcUrl("postgres", name);
        }
    }
}
