package dev.usher.storage.checkin;

import dev.usher.storage.Dialect;
import dev.usher.storage.Schema;

import java.util.List;

/** The tables of the roster. Times are milliseconds since 1970. */
final class RosterSchema {
    /** All versions. */
    static final Schema SCHEMA = Schema.of("checkin", RosterSchema::first);

    private RosterSchema() {}

    private static List<String> first(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> first("INTEGER", "STRICT", "STRICT, WITHOUT ROWID");
            case POSTGRESQL -> first("BIGINT", "", "");
        };
    }

    private static List<String> first(String number, String rows, String rowsByKey) {
        return List.of(
                // How many students there are, which is the place of the last one.
                "CREATE TABLE checkin_roster (students %1$s NOT NULL) %2$s".formatted(number, rows),
                "INSERT INTO checkin_roster (students) VALUES (0)",
                """
                CREATE TABLE checkin_students (
                    place %1$s NOT NULL PRIMARY KEY,
                    sid TEXT NOT NULL UNIQUE,
                    name TEXT NOT NULL,
                    github TEXT NOT NULL,
                    name_folded TEXT NOT NULL,
                    github_folded TEXT NOT NULL,
                    client INTEGER NOT NULL,
                    at %1$s NOT NULL,
                    visits %1$s NOT NULL
                ) %2$s
                """
                        .formatted(number, rows),
                """
                CREATE TABLE checkin_visits (
                    sid TEXT NOT NULL,
                    visit %1$s NOT NULL,
                    name TEXT NOT NULL,
                    github TEXT NOT NULL,
                    client INTEGER NOT NULL,
                    at %1$s NOT NULL,
                    PRIMARY KEY (sid, visit)
                ) %2$s
                """
                        .formatted(number, rowsByKey));
    }
}
