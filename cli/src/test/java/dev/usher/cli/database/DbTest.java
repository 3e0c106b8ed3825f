package dev.usher.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.services.database.TableService;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.database.SqlTables;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code usher db}. */
class DbTest {
    @TempDir private Path folder;
    private SqlTables tables;
    private Server server;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void open() throws IOException {
        tables = SqlTables.open(DatabaseSettings.inFile(folder.resolve("tables.db")));
        server = new TableService(tables).on(Server.on(0)).start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        tables.close();
    }

    private int db(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var all = new ArrayList<>(List.of("db", "127.0.0.1:" + server.port()));
        all.addAll(List.of(arguments));
        return Main.commandLine(new ByteArrayInputStream("".getBytes(UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void whatIsAskedIsDoneAndShown() {
        assertThat(db("create", "students", "name:text:required", "sid:integer:unique")).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(db("tables")).isZero();
        assertThat(out.toString()).isEqualTo("table\n--------\nstudents\n");
        assertThat(db("insert", "students", "[{\"name\":\"Alice\",\"sid\":7},{\"name\":\"Bob\"}]"))
                .isZero();
        assertThat(out.toString()).isEqualTo("id\n--\n 1\n 2\n");
        assertThat(db("fetch", "students", "--order", "-name")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        """
                        id  name   sid
                        --  -----  ---
                         2  Bob      \u2205
                         1  Alice    7
                        """);
        assertThat(db("update", "students", "{\"sid\":7}", "{\"sid\":8}")).isZero();
        assertThat(out.toString()).isEqualTo("changed\n-------\n      1\n");
        assertThat(db("query", "select count(*) as n from students")).isZero();
        assertThat(out.toString()).isEqualTo("n\n-\n2\n");
        assertThat(db("describe", "students")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        """
                        column  type     required  unique
                        ------  -------  --------  ------
                        id      integer  true      true
                        name    text     true      false
                        sid     integer  false     true
                        """);
        assertThat(db("delete", "students", "{}")).isZero();
        assertThat(db("fetch", "students")).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(db("drop", "students")).isZero();
    }

    @Test
    void widthsAreThoseOfTheTerminal() {
        db("create", "t", "a:text", "b:text");
        db(
                "insert",
                "t",
                "[{\"a\":\"\u6f22\u5b57\",\"b\":\"x\"},{\"a\":\"e\u0301\",\"b\":\"\u2205\"},"
                        + "{\"a\":\"\ud83d\ude00!\",\"b\":\"\\u001b[31m\\n\"}]");
        assertThat(db("fetch", "t", "--columns", "a,b")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        """
                        a     b
                        ----  ----------------
                        \u6f22\u5b57  x
                        e\u0301     "\u2205"
                        \ud83d\ude00!   \\u001b[31m\\u000a
                        """);
    }

    @Test
    void jsonAndCsvAreForPrograms() {
        db("create", "t", "a:text", "n:decimal");
        db(
                "insert",
                "t",
                "[{\"a\":\"x,\\\"y\\\"\\n\",\"n\":\"12345678901234567890.5\"},{\"a\":\"\"}]");
        assertThat(db("--json", "fetch", "t")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        """
                        {"id":1,"a":"x,\\"y\\"\\n","n":12345678901234567890.5}
                        {"id":2,"a":"","n":null}
                        """);
        assertThat(db("fetch", "t", "--csv")).isZero();
        assertThat(out.toString())
                .isEqualTo("id,a,n\r\n1,\"x,\"\"y\"\"\n\",12345678901234567890.5\r\n2,\"\",\r\n");
    }

    @Test
    void aRefusalIsASentenceAndExitCode1() {
        assertThat(db("fetch", "nothing")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("usher: unknown-table: there is no table nothing\n");
        assertThat(db("create", "Nothing", "a:text")).isEqualTo(1);
        assertThat(err.toString()).startsWith("usher: invalid: 'Nothing' is no name of a table");
        assertThat(db("query", "delete from t")).isEqualTo(1);
        assertThat(err.toString()).startsWith("usher: forbidden: ");
    }

    @Test
    void wrongArgumentsAreExitCode2() {
        assertThat(db("insert", "t", "{broken")).isEqualTo(2);
        assertThat(err.toString()).contains("is not JSON");
        assertThat(db("insert", "t")).isEqualTo(2);
        assertThat(db("--json", "--csv", "tables")).isEqualTo(2);
        assertThat(db()).isEqualTo(2);
    }

    @Test
    void whoIsNotThereIsExitCode1() throws Exception {
        server.close();
        assertThat(db("tables")).isEqualTo(1);
        assertThat(err.toString()).startsWith("usher: ");
    }

    @Test
    void manyRowsPass() throws Exception {
        db("create", "t", "n:integer");
        var rows = new StringBuilder("[{\"n\":0}");
        for (int i = 1; i < 1_000; i++) {
            rows.append(",{\"n\":").append(i).append('}');
        }
        assertThat(db("insert", "t", rows + "]")).isZero();
        assertThat(
                        db(
                                "--json",
                                "query",
                                "select a.n * 1000 + b.n as n from t a, t b where a.n < 100"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(100_000);
    }
}
