package dev.usher.storage.database;

import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;
import dev.usher.storage.Dialect;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one kind of database says in another way than the other one. Has no state. */
interface Idiom {

    /** The idiom of this dialect. */
    static Idiom of(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> new SqliteIdiom();
            case POSTGRESQL -> new PostgresIdiom();
        };
    }

    /** What begins each work that writes; keeps it from waiting long for others. */
    void beginWriting(Connection connection) throws SQLException;

    /**
     * What begins a transaction of a client, before anything else in it.
     *
     * @param longest how long each request in it may take
     */
    void beginTransaction(Connection connection, Duration longest) throws SQLException;

    /** How the column that every table has is made. */
    String id();

    /** How a column of this type is made. */
    String type(ColumnType type);

    /** The query for the names of all tables, sorted. */
    String tableNames();

    /** The names of all tables, sorted. */
    default List<String> tables(Connection connection) throws SQLException {
        var tables = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(tableNames())) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    /** The columns of a table, the id first; none if there is no such table. */
    List<Column> columns(Connection connection, String table) throws SQLException;

    /** How many bytes tables take, without what can be used again for any of them. */
    List<Extent> extents(Connection connection) throws SQLException;

    /**
     * What a table takes, or all of them together where they share their room.
     *
     * @param table tells it from others
     * @param bytes of it, with its indexes; a guess if it is in use
     * @param inUse whether another transaction keeps everybody from looking
     * @param unseen whether this transaction has made it, and nobody else sees it
     */
    record Extent(long table, long bytes, boolean inUse, boolean unseen) {}

    /** Binds a value, which a column of this type holds. */
    void bind(PreparedStatement statement, int index, ColumnType type, @Nullable Object value)
            throws SQLException;

    /** Reads a value of a column of this type. */
    @Nullable Object value(ResultSet rows, int index, ColumnType type) throws SQLException;

    /** Which kind of error this is. */
    Refusal refusal(SQLException error);

    /** Why a database refuses a statement. */
    sealed interface Refusal {
        /**
         * Two rows would have the same value.
         *
         * @param column in this column; empty if that is not known
         */
        record Duplicate(String column) implements Refusal {}

        /** There is one of this name. */
        record Exists() implements Refusal {}

        /** Another transaction is in the way. */
        record Conflict() implements Refusal {}

        /** The table is not what it was a moment ago. */
        record Changed() implements Refusal {}

        /** Rows are too long for so many at once. */
        record TooLarge() implements Refusal {}

        /** Something else. */
        record Other() implements Refusal {}
    }
}
