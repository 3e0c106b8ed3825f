package dev.usher.storage.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.TestEngine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Questions in SQL read tables, and nothing else, whatever they say. */
@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(300)
class QueryTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TableLimits LIMITS =
            TableLimits.defaults().longest(Duration.ofSeconds(1)).results(100_000, 10_000_000);

    @TempDir private Path folder;
    @Parameter private TestEngine engine;

    private DatabaseSettings settings;
    private SqlTables tables;

    @BeforeEach
    void open() throws Exception {
        settings = engine.settings(folder);
        try (var generous = SqlTables.open(settings)) {
            fill(generous);
        }
        tables = SqlTables.open(settings, LIMITS);
    }

    private static void fill(SqlTables tables) throws IOException {
        tables.create(
                "big",
                List.of(
                        new Column("n", ColumnType.INTEGER, false, false),
                        new Column("s", ColumnType.TEXT, false, false)));
        var rows = new ArrayList<Map<String, JsonNode>>();
        for (int i = 0; i < 2_000; i++) {
            rows.add(
                    Map.of(
                            "n",
                            JSON.valueToTree(i),
                            "s",
                            JSON.valueToTree("aaaaaaaaaaaaaaaaaaaa")));
        }
        tables.insert("big", rows);
    }

    @AfterEach
    void close() throws IOException {
        tables.close();
    }

    private String ask(String sql) {
        return outcome(rows -> tables.query(sql, rows::add));
    }

    /** Past the first wall: what does the database itself say? */
    private String askDirectly(String sql) {
        try (var questions = Questions.open(settings, LIMITS)) {
            return outcome(
                    rows -> questions.ask(sql, new Result(rows::add, LongResults.of(1), LIMITS)));
        }
    }

    private interface Asking {
        void answer(List<Map<String, @Nullable Object>> rows) throws IOException;
    }

    /** The rows, or the code of the failure. */
    private static String outcome(Asking asking) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        try {
            asking.answer(rows);
            return rows.toString();
        } catch (FailureException failed) {
            return failed.failure() instanceof Failure.Rejected(var code, var message)
                    ? code + " " + message
                    : "failed " + failed;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void questionsAreAnswered() {
        assertThat(ask("select count(*) as n from big")).isEqualTo("[{n=2000}]");
        assertThat(ask("SELECT n, length(s) AS l FROM big WHERE n < 2 ORDER BY n DESC;"))
                .isEqualTo("[{n=1, l=20}, {n=0, l=20}]");
        assertThat(
                        ask(
                                "with a(x) as (select 1), b (y) as (select x + 1 from a) select x,"
                                        + " y, 'it''s; -- /* fine */ pg_sleep(1)' as s from a, b"))
                .isEqualTo("[{x=1, y=2, s=it's; -- /* fine */ pg_sleep(1)}]");
        assertThat(
                        ask(
                                "with recursive r(n) as (select 1 union all select n + 1 from r"
                                        + " where n < 5) select sum(n) as s from r"))
                .isEqualTo("[{s=15}]");
        assertThat(ask("select rank() over (order by n) as r from big order by n limit 1"))
                .isEqualTo("[{r=1}]");
        assertThat(ask("select cast('12' as numeric(10,2)) as c, 1 in (1, 2) as i"))
                .doesNotContain("forbidden");
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(ask("select nothing from big")).startsWith("invalid ");
        assertThat(ask("select 1 as a, 2 as a")).startsWith("invalid two columns are called a");
        assertThat(ask("select from where")).startsWith("invalid ");
        assertThat(ask("select * from nowhere")).startsWith("invalid ");
        assertThat(ask("select 'open")).isEqualTo("invalid a quote has no end");
        assertThat(ask(" ")).isEqualTo("invalid there is no question");
    }

    @Test
    void whateverIsMoreThanReadingIsRefused() throws Exception {
        var attacks = resource();
        assertThat(attacks).hasSizeGreaterThan(100);
        for (var attack : attacks) {
            assertThat(ask(attack.replace("\\n", "\n")))
                    .as(attack)
                    .matches("(?s)(forbidden|invalid) .*");
        }
        check();
    }

    private static List<String> resource() throws IOException {
        try (var stream = QueryTest.class.getResourceAsStream("attacks.sql")) {
            return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("##"))
                    .toList();
        }
    }

    @Test
    void theDatabaseRefusesThemByItself() throws Exception {
        for (var attack : engine == TestEngine.SQLITE ? AGAINST_SQLITE : AGAINST_POSTGRESQL) {
            var sql = attack.replace("FILE", folder.resolve("owned").toString());
            assertThat(askDirectly(sql))
                    .as(attack)
                    .matches("(?s)(forbidden|invalid|unavailable|late|too-large) .*");
        }
        check();
    }

    private void check() throws IOException {
        assertThat(folder.resolve("owned")).doesNotExist();
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.startsWith("usher.db"));
        }
        assertThat(tables.names()).containsExactly("big");
        assertThat(ask("select count(*) as n, max(s) as s from big"))
                .isEqualTo("[{n=2000, s=aaaaaaaaaaaaaaaaaaaa}]");
        assertThat(tables.insert("big", List.of(Map.of("n", JSON.valueToTree(1))))).hasSize(1);
    }

    private static final List<String> AGAINST_SQLITE =
            List.of(
                    "delete from big",
                    "insert into big (n) values (1)",
                    "update big set n = 1",
                    "create table x (a)",
                    "create temp table x (a)",
                    "drop table big",
                    "alter table big add column x",
                    "attach database 'FILE' as x",
                    "vacuum into 'FILE'",
                    "vacuum",
                    "reindex",
                    "pragma user_version = 7",
                    "select load_extension('FILE')",
                    "select writefile('FILE', 'x')",
                    "select readfile('/etc/passwd')",
                    "select fts3_tokenizer('x')",
                    "select hex(zeroblob(1000000000))",
                    "select length(randomblob(1000000000))",
                    "select printf('%1000000000d', 1)");

    private static final List<String> AGAINST_POSTGRESQL =
            List.of(
                    "delete from big",
                    "insert into big (n) values (1)",
                    "update big set n = 1",
                    "truncate big",
                    "create table x (a int)",
                    "create temp table x (a int)",
                    "drop table big",
                    "select * into x from big",
                    "with d as (delete from big returning n) select * from d",
                    "select * from big for update",
                    "set transaction read write",
                    "copy big to 'FILE'",
                    "copy big to program 'touch FILE'",
                    "select pg_read_file('/etc/passwd')",
                    "select pg_ls_dir('/')",
                    "select lo_import('/etc/passwd')",
                    "select lo_export(1, 'FILE')",
                    "select lo_create(4711)",
                    "select nextval('big_id_seq')",
                    "select setval('big_id_seq', 1)",
                    "set role postgres",
                    "set session authorization postgres",
                    "select set_config('role', 'postgres', false)",
                    "alter role postgres password 'x'",
                    "create extension dblink",
                    "select * from secret.kept",
                    "select * from pg_authid",
                    "select rolpassword from pg_authid",
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'x'"
                            + " or pg_reload_conf()",
                    "select pg_sleep(60)",
                    "select sum(length(repeat('x', 1000000000 + n::int))) from big",
                    "select * from generate_series(1, 100000000000)");

    /** A schema of the server's own beside that of the clients. */
    @Test
    void theSystemsOwnTablesAreOutOfReach() throws Exception {
        if (settings.place() instanceof DatabaseSettings.OnServer(var url, _)) {
            try (var other = Database.open(DatabaseSettings.onServer(url, "secret"))) {
                other.<@Nullable Void>write(connection -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("CREATE TABLE kept AS SELECT 1 AS a");
                    }
                    return null;
                });
            }
            assertThat(ask("select * from secret.kept")).startsWith("forbidden ");
            assertThat(askDirectly("select * from secret.kept")).startsWith("forbidden ");
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT count(*) FROM secret.kept")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void nothingStaysFromOneQuestionToTheNext() throws Exception {
        if (engine == TestEngine.POSTGRESQL) {
            try (var questions = Questions.open(settings, LIMITS)) {
                for (var sql :
                        List.of(
                                "select set_config('statement_timeout', '0', false) as a",
                                "select set_config('default_transaction_read_only', 'off', false)"
                                        + " as a",
                                "select pg_advisory_lock(7)::text as a")) {
                    var asked = new Result(row -> {}, LongResults.of(1), LIMITS);
                    questions.ask(sql, asked);
                }
                assertThat(
                                outcome(rows ->
                                        questions.ask(
                                                "select count(*) as n from pg_locks where"
                                                        + " locktype = 'advisory'",
                                                new Result(rows::add, LongResults.of(1), LIMITS))))
                        .isEqualTo("[{n=0}]");
                assertThat(
                                outcome(rows ->
                                        questions.ask(
                                                "select pg_sleep(60)",
                                                new Result(rows::add, LongResults.of(1), LIMITS))))
                        .startsWith("late ");
            }
        }
    }

    @Test
    void whatAsksForTooMuchEndsAndTheNextIsAnswered() {
        for (var sql :
                List.of(
                        "with recursive r(n) as (select 1 union all select n + 1 from r) select"
                                + " count(*) as c from r",
                        "select count(*) as c from big a, big b, big c, big d",
                        "select a.n from big a, big b, big c order by a.n + b.n - c.n",
                        "select a.n from big a, big b, big c",
                        "with recursive r(s) as (select 'aaaaaaaaaa' union all select s || s from"
                                + " r) select max(length(s)) as m from r",
                        "select length(string_agg(a.s, b.s)) as l from big a, big b, big c",
                        "select sum(length(replace(replace(a.s, 'a', b.s), 'a', b.s))) as l from"
                                + " big a, big b, big c",
                        "select count(distinct a.s || b.n || c.n) as l from big a, big b, big c")) {
            assertThat(ask(sql)).as(sql).matches("(?s)(late|too-large|unavailable) .*");
            assertThat(ask("select count(*) as n from big")).isEqualTo("[{n=2000}]");
        }
    }

    @Test
    void whereNoUserCanBeMadeForThemThereAreNoQuestions() throws Exception {
        if (settings.place() instanceof DatabaseSettings.OnServer(var url, _)) {
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement()) {
                statement.execute("DROP ROLE IF EXISTS plain");
                statement.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'");
                statement.execute("CREATE SCHEMA plain AUTHORIZATION plain");
            }
            var plain = url.replaceAll("user=[^&]*", "user=plain") + "&password=plain";
            try (var others = SqlTables.open(DatabaseSettings.onServer(plain, "plain"), LIMITS)) {
                others.create("t", List.of(new Column("a", ColumnType.TEXT, false, false)));
                assertThat(others.insert("t", List.of(Map.of()))).containsExactly(1L);
                assertThat(outcome(rows -> others.query("select * from t", rows::add)))
                        .startsWith("unavailable ");
            }
        }
    }
}
