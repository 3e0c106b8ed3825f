package dev.usher.storage.checkin;

import dev.usher.services.checkin.Roster;
import dev.usher.services.checkin.RosterFilter;
import dev.usher.storage.Database;
import dev.usher.storage.Dialect;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A roster in a database: a check-in that is noted is on the disk. What the database cannot do is
 * thrown as {@link Database} says, ready for clients. The database stays open.
 */
public final class SqlRoster implements Roster {
    private static final String COLUMNS = "name, github, sid, client, at";

    private static final String AGAIN =
            "UPDATE checkin_students SET name = ?, github = ?, name_folded = ?, github_folded = ?,"
                    + " client = ?, at = ?, visits = visits + 1 WHERE sid = ? RETURNING visits";

    private static final String VISIT =
            "INSERT INTO checkin_visits (sid, name, github, client, at, visit) ";

    /** Both in one: a server is asked once instead of twice. SQLite has no such statement. */
    private static final String AGAIN_AND_VISIT =
            "WITH student AS ("
                    + AGAIN
                    + ") "
                    + VISIT
                    + "SELECT ?, ?, ?, ?, ?, visits FROM student RETURNING visit";

    private final Database database;
    private final int students;

    private SqlRoster(Database database, int students) {
        this.database = database;
        this.students = students;
    }

    /**
     * The roster in this database, of at most {@link Roster#MAX_STUDENTS} students.
     *
     * @throws IOException with a sentence for the operator, if its tables cannot be made
     */
    public static SqlRoster in(Database database) throws IOException {
        return in(database, MAX_STUDENTS);
    }

    /**
     * The roster in this database.
     *
     * @param students how many it takes; at least 1
     * @throws IllegalArgumentException if they are fewer
     * @throws IOException with a sentence for the operator, if its tables cannot be made
     */
    public static SqlRoster in(Database database, int students) throws IOException {
        if (students < 1) {
            throw new IllegalArgumentException(
                    "students is " + students + "; allowed is 1 and more");
        }
        database.migrate(RosterSchema.SCHEMA);
        return new SqlRoster(database, students);
    }

    @Override
    public void note(Entry entry) throws IOException {
        database.<@Nullable Void>write(connection -> {
            long visit = again(entry, connection);
            if (visit == 0) {
                visit = arrive(entry, connection);
                keep(entry, visit, connection);
            }
            if (visit > MAX_VISITS) {
                forget(entry.sid(), visit - MAX_VISITS, connection);
            }
            return null;
        });
    }

    /** Keeps a visit of a student who is known. Returns its number; 0 if the student is not. */
    private long again(Entry entry, Connection connection) throws SQLException {
        boolean atOnce = database.dialect() == Dialect.POSTGRESQL;
        long visit = 0;
        try (var update = connection.prepareStatement(atOnce ? AGAIN_AND_VISIT : AGAIN)) {
            int next = rest(entry, update);
            update.setString(next, entry.sid());
            if (atOnce) {
                visit(entry, update, next + 1);
            }
            try (var rows = update.executeQuery()) {
                if (rows.next()) {
                    visit = rows.getLong(1);
                }
            }
        }
        if (visit > 0 && !atOnce) {
            keep(entry, visit, connection);
        }
        return visit;
    }

    /** Makes the student's row. Returns the number of the visit. */
    private long arrive(Entry entry, Connection connection) throws SQLException, IOException {
        long place = place(connection);
        // Another server with the same database may be faster with the same student.
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO checkin_students (name, github, name_folded, github_folded,"
                            + " client, at, sid, place, visits) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)"
                            + " ON CONFLICT (sid) DO UPDATE SET name = excluded.name, github ="
                            + " excluded.github, name_folded = excluded.name_folded, github_folded"
                            + " = excluded.github_folded, client = excluded.client, at ="
                            + " excluded.at, visits = checkin_students.visits + 1 RETURNING"
                            + " visits")) {
            int next = rest(entry, insert);
            insert.setString(next, entry.sid());
            insert.setLong(next + 1, place);
            try (var rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** A place for one more. */
    private long place(Connection connection) throws SQLException, IOException {
        try (var update =
                connection.prepareStatement(
                        "UPDATE checkin_roster SET students = students + 1 WHERE students < ?"
                                + " RETURNING students")) {
            update.setLong(1, students);
            try (var rows = update.executeQuery()) {
                if (rows.next()) {
                    return rows.getLong(1);
                }
            }
        }
        throw Roster.full(students);
    }

    /** Sets all of a student but the sid; returns the number of the next parameter. */
    private static int rest(Entry entry, PreparedStatement statement) throws SQLException {
        statement.setString(1, entry.name());
        statement.setString(2, entry.github());
        statement.setString(3, RosterFilter.fold(entry.name()));
        statement.setString(4, RosterFilter.fold(entry.github()));
        statement.setInt(5, entry.client());
        statement.setLong(6, entry.at().toEpochMilli());
        return 7;
    }

    private static void keep(Entry entry, long visit, Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement(VISIT + "VALUES (?, ?, ?, ?, ?, ?)")) {
            int next = visit(entry, insert, 1);
            insert.setLong(next, visit);
            insert.executeUpdate();
        }
    }

    /** Sets all of a visit but its number; returns the number of the next parameter. */
    private static int visit(Entry entry, PreparedStatement statement, int first)
            throws SQLException {
        statement.setString(first, entry.sid());
        statement.setString(first + 1, entry.name());
        statement.setString(first + 2, entry.github());
        statement.setInt(first + 3, entry.client());
        statement.setLong(first + 4, entry.at().toEpochMilli());
        return first + 5;
    }

    private static void forget(String sid, long visits, Connection connection) throws SQLException {
        try (var delete =
                connection.prepareStatement(
                        "DELETE FROM checkin_visits WHERE sid = ? AND visit <= ?")) {
            delete.setString(1, sid);
            delete.setLong(2, visits);
            delete.executeUpdate();
        }
    }

    @Override
    public List<Entry> page(RosterFilter filter, @Nullable String after, int most)
            throws IOException {
        return database.read(connection -> {
            long place = after == null ? 0 : placeOf(after, connection);
            var where = new ArrayList<String>();
            var values = new ArrayList<Object>();
            where.add("place > ?");
            values.add(place);
            filter.sid().ifPresent(sid -> add("sid = ?", sid, where, values));
            filter.github()
                    .map(RosterFilter::fold)
                    .ifPresent(user -> add("github_folded = ?", user, where, values));
            filter.name()
                    .map(RosterFilter::fold)
                    .ifPresent(part -> add(contains("name_folded"), part, where, values));
            filter.since()
                    .map(SqlRoster::millis)
                    .ifPresent(time -> add("at >= ?", time, where, values));
            values.add(most);
            return entries(
                    "SELECT "
                            + COLUMNS
                            + " FROM checkin_students WHERE "
                            + String.join(" AND ", where)
                            + " ORDER BY place LIMIT ?",
                    values,
                    connection);
        });
    }

    private static void add(
            String condition, Object value, List<String> where, List<Object> values) {
        where.add(condition);
        values.add(value);
    }

    private String contains(String column) {
        return database.dialect() == Dialect.SQLITE
                ? "instr(" + column + ", ?) > 0"
                : "strpos(" + column + ", ?) > 0";
    }

    /** Rounded up, as what is kept has no more than milliseconds. */
    private static long millis(Instant time) {
        return time.plusNanos(999_999).toEpochMilli();
    }

    private static long placeOf(String sid, Connection connection)
            throws SQLException, IOException {
        try (var query =
                connection.prepareStatement("SELECT place FROM checkin_students WHERE sid = ?")) {
            query.setString(1, sid);
            try (var rows = query.executeQuery()) {
                if (rows.next()) {
                    return rows.getLong(1);
                }
            }
        }
        throw RosterFilter.nobody(sid);
    }

    @Override
    public List<Entry> visits(String sid, int most) throws IOException {
        return database.read(connection ->
                        entries(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM checkin_visits WHERE sid = ? ORDER BY visit DESC"
                                        + " LIMIT ?",
                                List.of(sid, most),
                                connection))
                .reversed();
    }

    private static List<Entry> entries(String sql, List<Object> values, Connection connection)
            throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                query.setObject(i + 1, values.get(i));
            }
            try (var rows = query.executeQuery()) {
                var entries = new ArrayList<Entry>();
                while (rows.next()) {
                    entries.add(entry(rows));
                }
                return entries;
            }
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                Instant.ofEpochMilli(row.getLong(5)));
    }
}
