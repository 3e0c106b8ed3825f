package dev.usher.storage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** The table that says which version of its tables each service has; and the way to the newest. */
final class Versions {
    private Versions() {}

    /** Brings these tables to the newest version, in the transaction that there is. */
    static void migrate(Schema schema, Connection connection, Dialect dialect, String database)
            throws SQLException, IOException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS usher_versions"
                            + " (service TEXT PRIMARY KEY, version INTEGER NOT NULL)"
                            + (dialect == Dialect.SQLITE ? " STRICT" : ""));
            int version = version(schema, connection);
            int newest = schema.migrations().size();
            if (version > newest) {
                throw new IOException(
                        "the tables of %s in %s are of a newer version of usher (%d) than this (%d)"
                                .formatted(schema.service(), database, version, newest));
            }
            for (var migration : schema.migrations().subList(version, newest)) {
                for (var sql : migration.statements(dialect)) {
                    statement.execute(sql);
                }
            }
        }
        note(schema, connection);
    }

    private static int version(Schema schema, Connection connection) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "SELECT version FROM usher_versions WHERE service = ?")) {
            query.setString(1, schema.service());
            try (var rows = query.executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }

    private static void note(Schema schema, Connection connection) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "INSERT INTO usher_versions (service, version) VALUES (?, ?)"
                                + " ON CONFLICT (service) DO UPDATE SET version = excluded.version"
                                + " WHERE usher_versions.version <> excluded.version")) {
            update.setString(1, schema.service());
            update.setInt(2, schema.migrations().size());
            update.executeUpdate();
        }
    }
}
