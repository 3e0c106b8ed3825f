package dev.usher.storage.database;

import dev.usher.services.database.Column;
import dev.usher.services.database.Condition;
import dev.usher.services.database.Rows;
import dev.usher.services.database.Selection;
import dev.usher.services.database.Tables;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Tables that have each request done where a connection is. */
abstract class TablesByWork implements Tables {

    /** Something to be done to tables. */
    @FunctionalInterface
    interface Task<T extends @Nullable Object> {
        T on(WorkingTables tables) throws SQLException, IOException;
    }

    /** Has something changed. */
    abstract <T extends @Nullable Object> T change(Task<T> task) throws IOException;

    /** Has something looked up. */
    abstract <T extends @Nullable Object> T look(Task<T> task) throws IOException;

    @Override
    public void create(String table, List<Column> columns) throws IOException {
        this.<@Nullable Void>change(tables -> {
            tables.create(table, columns);
            return null;
        });
    }

    @Override
    public void drop(String table) throws IOException {
        this.<@Nullable Void>change(tables -> {
            tables.drop(table);
            return null;
        });
    }

    @Override
    public List<String> names() throws IOException {
        return look(WorkingTables::names);
    }

    @Override
    public List<Column> describe(String table) throws IOException {
        return look(tables -> tables.describe(table));
    }

    @Override
    public List<Long> insert(String table, List<Map<String, JsonNode>> rows) throws IOException {
        return change(tables -> tables.insert(table, rows));
    }

    @Override
    public void fetch(Selection selection, Rows rows) throws IOException {
        this.<@Nullable Void>look(tables -> {
            tables.fetch(selection, rows);
            return null;
        });
    }

    @Override
    public long update(String table, List<Condition> conditions, Map<String, JsonNode> values)
            throws IOException {
        return change(tables -> tables.update(table, conditions, values));
    }

    @Override
    public long delete(String table, List<Condition> conditions) throws IOException {
        return change(tables -> tables.delete(table, conditions));
    }
}
