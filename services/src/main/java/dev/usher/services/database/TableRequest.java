package dev.usher.services.database;

import dev.usher.commands.Command;
import dev.usher.commands.Option;
import dev.usher.commands.Rest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked in lines. The records check what they can, so that clients are told. */
sealed interface TableRequest {

    /** The most rows that are inserted at once. */
    int MOST_ROWS = 10_000;

    @Command("makes a table with columns such as name:text:required sid:integer:unique")
    record Create(String table, @Rest String columns) implements TableRequest {
        public Create {
            Identifier.table(table);
            Column.list(columns);
        }
    }

    @Command("deletes a table with all its rows")
    record Drop(String table) implements TableRequest {
        public Drop {
            Identifier.table(table);
        }
    }

    @Command("lists the columns of a table")
    record Describe(String table) implements TableRequest {
        public Describe {
            Identifier.table(table);
        }
    }

    @Command("lists the tables")
    record Tables() implements TableRequest {}

    @Command("adds a row, {\"name\":\"Alice\"}, or an array of rows; answers the new ids")
    record Insert(String table, JsonNode rows) implements TableRequest {
        public Insert {
            Identifier.table(table);
            list(rows);
        }

        /** The rows. */
        List<Map<String, JsonNode>> list() {
            return list(rows);
        }

        private static List<Map<String, JsonNode>> list(JsonNode rows) {
            if (!rows.isArray()) {
                return List.of(valuesOf(rows));
            }
            if (rows.isEmpty() || rows.size() > MOST_ROWS) {
                throw new IllegalArgumentException(
                        "an array of " + rows.size() + " rows; allowed is 1 to " + MOST_ROWS);
            }
            var list = new ArrayList<Map<String, JsonNode>>(rows.size());
            rows.forEach(row -> list.add(valuesOf(row)));
            return list;
        }
    }

    @Command(
            "lists rows that fit, {\"sid\":1} or {\"sid\":{\">=\":1}}; 1,000 unless a LIMIT is"
                    + " given")
    record Fetch(
            String table,
            Optional<JsonNode> filter,
            @Option("A,B") Optional<String> columns,
            @Option("A,-B") Optional<String> order,
            @Option("N") Optional<Long> limit,
            @Option("N") Optional<Long> offset,
            @Option("ID") Optional<Long> after)
            implements TableRequest {
        public Fetch {
            selection(table, filter, columns, order, limit, offset, after);
        }

        /** Which rows are wanted, and how. */
        Selection selection() {
            return selection(table, filter, columns, order, limit, offset, after);
        }

        private static Selection selection(
                String table,
                Optional<JsonNode> filter,
                Optional<String> columns,
                Optional<String> order,
                Optional<Long> limit,
                Optional<Long> offset,
                Optional<Long> after) {
            if (after.isPresent() && (order.isPresent() || offset.isPresent())) {
                throw new IllegalArgumentException(
                        "after goes by the ids: it goes neither with order nor with offset");
            }
            var conditions = new ArrayList<>(filter.map(Condition::list).orElse(List.of()));
            after.map(Fetch::behind).ifPresent(conditions::add);
            return new Selection(
                    table,
                    conditions,
                    columns.map(Selection::names).orElse(List.of()),
                    order.map(Selection::keys).orElse(List.of()),
                    limit.orElse(Selection.USUAL_ROWS),
                    offset.orElse(0L));
        }

        private static Condition behind(long id) {
            var value = LongNode.valueOf(id);
            return new Condition(Column.ID.name(), Condition.Comparison.MORE, List.of(value));
        }
    }

    @Command("changes the rows that fit FILTER; {} is all")
    record Update(String table, JsonNode filter, JsonNode values) implements TableRequest {
        public Update {
            Identifier.table(table);
            Condition.list(filter);
            if (valuesOf(values).isEmpty()) {
                throw new IllegalArgumentException("there is nothing to change");
            }
        }

        /** Which rows. */
        List<Condition> conditions() {
            return Condition.list(filter);
        }

        /** What they get. */
        Map<String, JsonNode> changes() {
            return valuesOf(values);
        }
    }

    @Command("deletes the rows that fit FILTER; {} is all")
    record Delete(String table, JsonNode filter) implements TableRequest {
        public Delete {
            Identifier.table(table);
            Condition.list(filter);
        }

        /** Which rows. */
        List<Condition> conditions() {
            return Condition.list(filter);
        }
    }

    @Command("answers a question in SQL; it can read and nothing else")
    record Query(@Rest String sql) implements TableRequest {}

    @Command("begins a transaction: what follows is kept together, by commit, or not at all")
    record Begin() implements TableRequest {}

    @Command("keeps what was done since begin")
    record Commit() implements TableRequest {}

    @Command("undoes what was done since begin")
    record Rollback() implements TableRequest {}

    private static Map<String, JsonNode> valuesOf(JsonNode row) {
        if (!row.isObject()) {
            throw new IllegalArgumentException("a row is a JSON object: {\"name\":\"Alice\"}");
        }
        var values = new LinkedHashMap<String, JsonNode>();
        for (var property : row.properties()) {
            var column = Identifier.column(property.getKey());
            if (column.equals(Column.ID.name())) {
                throw new IllegalArgumentException("an id is given by the database, and stays");
            }
            values.put(column, property.getValue());
        }
        return values;
    }
}
