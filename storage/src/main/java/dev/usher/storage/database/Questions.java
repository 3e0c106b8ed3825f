package dev.usher.storage.database;

import dev.usher.storage.DatabaseSettings;

import java.io.IOException;

/**
 * Has questions in SQL answered, by connections that are for nothing else and cannot write. A
 * question has been {@linkplain Question#checked checked} before.
 */
interface Questions extends AutoCloseable {

    /** Answers, waiting for its turn. */
    void ask(String question, Result result) throws IOException;

    @Override
    void close();

    /** Those of this database; connects when it is asked for the first time. */
    static Questions open(DatabaseSettings settings, TableLimits limits) {
        return switch (settings.place()) {
            case DatabaseSettings.InFile(var path) ->
                    new AskedInTurn(new SqliteReader(path, limits), limits);
            case DatabaseSettings.OnServer place ->
                    new AskedInTurn(PostgresReader.of(place, limits), limits);
        };
    }
}
