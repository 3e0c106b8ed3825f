package dev.usher.services.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.FailureException;
import dev.usher.Server;
import dev.usher.commands.Commands;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** What clients are told before any database is asked. */
class TableServiceTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    /** Has nothing, and does not say no to anything but a transaction. */
    private static final class Nothing implements TableStore {
        @Override
        public void create(String table, List<Column> columns) {}

        @Override
        public void drop(String table) {}

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public List<Column> describe(String table) {
            return List.of(Column.ID);
        }

        @Override
        public List<Long> insert(String table, List<Map<String, JsonNode>> rows) {
            return rows.stream().map(row -> 1L).toList();
        }

        @Override
        public void fetch(Selection selection, Rows rows) {}

        @Override
        public long update(String table, List<Condition> conditions, Map<String, JsonNode> values) {
            return 0;
        }

        @Override
        public long delete(String table, List<Condition> conditions) {
            return 0;
        }

        @Override
        public Transaction begin() throws FailureException {
            throw FailureException.rejected("busy", "too many transactions are open");
        }

        @Override
        public void query(String sql, Rows rows) {}
    }

    private static final String LINES =
            """
            create Students name:text
            create students
            create students name
            create students name:string
            create students name:text:unique:funny
            create students name:text name:text
            create students id:integer
            create students data:json:unique
            create students xmin:text
            create pg_class a:text
            insert students 7
            insert students []
            insert students [7]
            insert students {"id":7}
            fetch students 7
            fetch students {"a":{"~":1}}
            fetch students {"a":{}}
            fetch students {"a":{"<":null}}
            fetch students {"a":{"in":1}}
            fetch students {"a":{"<":[1]}}
            fetch students limit=0
            fetch students limit=1000001
            fetch students offset=-1
            fetch students columns=a,a
            fetch students columns=
            fetch students order=a,
            fetch students after=1 order=a
            update students {} {}
            update students {}
            delete students
            begin
            """;

    private static final List<String> ANSWERS =
            List.of(
                    "invalid 'Students' is no name of a table: small letters, digits and _",
                    "invalid COLUMNS is missing",
                    "invalid 'name' is no column: NAME:TYPE, and perhaps :required or :unique",
                    "invalid there is no type 'string'; there is text, integer, decimal, real",
                    "invalid 'funny' is said of name; a column may be required and unique",
                    "invalid two columns are called name",
                    "invalid every table has an id: it need not be said",
                    "invalid data cannot be unique: json is not compared",
                    "invalid a column cannot be called xmin, as the database's own is",
                    "invalid the table's name begins like those of the database itself: pg_class",
                    "invalid a row is a JSON object: {\"name\":\"Alice\"}",
                    "invalid an array of 0 rows; allowed is 1 to 10000",
                    "invalid a row is a JSON object: {\"name\":\"Alice\"}",
                    "invalid an id is given by the database, and stays",
                    "invalid a filter is a JSON object: {\"sid\":1}",
                    "invalid '~' compares nothing; there is = != < <= > >= in",
                    "invalid a is compared with nothing",
                    "invalid a cannot be compared with null by <",
                    "invalid a is to be in what is no list",
                    "invalid a is compared with a list by <",
                    "invalid limit is 0; allowed is 1 to 1000000",
                    "invalid limit is 1000001; allowed is 1 to 1000000",
                    "invalid offset is -1; allowed is 0 and more",
                    "invalid a column is named twice",
                    "invalid COLUMNS has no value",
                    "invalid '' is no name of a column: small letters, digits and _",
                    "invalid after goes by the ids: it goes neither with order nor with offset",
                    "invalid there is nothing to change",
                    "invalid VALUES is missing",
                    "invalid FILTER is missing",
                    "busy too many transactions are open");

    @Test
    void wrongArgumentsAreSaid() throws Exception {
        try (var client =
                servers.connect(servers.start(new TableService(new Nothing()).on(Server.on(0))))) {
            client.send(LINES);
            var answers = client.readLines(ANSWERS.size());
            for (int i = 0; i < ANSWERS.size(); i++) {
                assertThat(answers.get(i)).startsWith("ERROR " + ANSWERS.get(i));
            }
        }
    }

    @Test
    void anyLineIsAnsweredAndNoneIsADefect() throws Exception {
        long seed = System.nanoTime();
        System.out.println("TableServiceTest seed " + seed);
        var lines = Commands.of(TableRequest.class).randomLines(new Random(seed));
        try (var client =
                servers.connect(servers.start(new TableService(new Nothing()).on(Server.on(0))))) {
            for (int i = 0; i < 5_000; i++) {
                client.send(lines.next().replace("\n", " ") + "\nhelp tables\n");
                String answer;
                do {
                    answer = String.valueOf(client.readLine());
                } while (!answer.startsWith("tables: "));
            }
        }
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }
}
