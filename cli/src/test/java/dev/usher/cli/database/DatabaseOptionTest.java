package dev.usher.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.cli.PostgresServer;
import dev.usher.cli.ServerProcess;
import dev.usher.cli.UsherProcess;
import dev.usher.cli.course.Student;
import dev.usher.services.checkin.Roster;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.checkin.SqlRoster;
import dev.usher.storage.database.SqlTables;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The option {@code --database} of {@code usher serve}, with a real server behind it. */
@Timeout(180)
class DatabaseOptionTest {
    private static final int CLIENTS = 20;

    @TempDir private static Path place;
    private static PostgresServer postgres;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.in(place);
    }

    @AfterAll
    static void end() throws Exception {
        postgres.close();
    }

    private List<String> refusal(String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.addFirst("serve");
        var process = UsherProcess.in(folder, all);
        var lines = process.errorReader().lines().toList();
        assertThat(process.waitFor()).isEqualTo(1);
        return lines;
    }

    @Test
    void aWrongPasswordIsOneSentenceThatDoesNotShowIt() throws Exception {
        try (var connection = DriverManager.getConnection(postgres.url());
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE guarded LOGIN PASSWORD 'right'");
        }
        var url = postgres.url().replace("user=postgres", "user=guarded&password=s3cret");
        assertThat(refusal("checkin", "--port", "0", "--database", url))
                .containsExactly(
                        "usher: the PostgreSQL server at 127.0.0.1:"
                                + postgres.port()
                                + " does not let in the user guarded: wrong password?");
    }

    @Test
    void noServerIsOneSentence() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = taken.getLocalPort();
        }
        var url = "jdbc:postgresql://127.0.0.1:" + port + "/usher?user=usher&password=s3cret";
        assertThat(refusal("checkin", "--port", "0", "--database", url))
                .containsExactly(
                        "usher: the PostgreSQL server at 127.0.0.1:" + port + " does not answer");
    }

    @Test
    void whatIsNoUrlIsOneSentence() throws Exception {
        for (var url :
                List.of(
                        "postgres://u:s3cret@host/usher",
                        "jdbc:sqlite:s3cret",
                        "jdbc:postgresql://u:s3cret@127.0.0.1/usher",
                        "jdbc:postgresql://127.0.0.1/usher?password=s3cret&socketTimeout=x",
                        "jdbc:postgresql://host:12x/usher?password=s3cret")) {
            assertThat(refusal("checkin", "--port", "0", "--database", url))
                    .containsExactly(
                            "usher: the URL of the database should be like"
                                    + " jdbc:postgresql://HOST:PORT/DATABASE?user=USER");
        }
    }

    @Test
    void aFolderThatAnotherServerUsesIsOneSentence() throws Exception {
        try (var server = ServerProcess.start(folder, "checkin", "--port", "0")) {
            assertThat(refusal("checkin", "--port", "0"))
                    .containsExactly(
                            "usher: data/usher.db is in use by another server; stop that one, or"
                                    + " choose another folder");
            server.terminate();
            assertThat(server.end()).isZero();
        }
    }

    @Test
    void whatKeepsNothingOpensNothing() throws Exception {
        try (var server = ServerProcess.start(folder, "echo", "--port", "0", "--database", "no")) {
            server.terminate();
            assertThat(server.end()).isZero();
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** Checks in again and again until it is told to stop, whatever it is answered. */
    private static void checkIn(
            int client,
            ServerProcess server,
            CountDownLatch stop,
            Set<String> acknowledged,
            ConcurrentLinkedQueue<String> errors)
            throws IOException {
        try (var student = Student.of(server)) {
            for (int i = 0; stop.getCount() > 0; i++) {
                var sid = client + "-" + i;
                var answer = student.checkIn(sid, "Alice");
                if (answer.startsWith("OK client ")) {
                    acknowledged.add(sid);
                } else {
                    errors.add(answer);
                }
            }
        }
    }

    @Test
    void whileTheServerIsAwayClientsAreToldAndThenItGoesOnByItself() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        var errors = new ConcurrentLinkedQueue<String>();
        var stop = new CountDownLatch(1);
        try (var server =
                        ServerProcess.start(
                                folder, "checkin", "--port", "0", "--database", postgres.url());
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                all.add(
                        clients.submit(() -> {
                            checkIn(client, server, stop, acknowledged, errors);
                            return null;
                        }));
            }
            for (int i = 0; i < 2; i++) {
                await(acknowledged, acknowledged.size() + 100);
                if (i == 0) {
                    postgres.stop();
                } else {
                    postgres.kill();
                }
                await(errors, errors.size() + 2 * CLIENTS);
                postgres.start();
            }
            await(acknowledged, acknowledged.size() + 100);
            stop.countDown();
            for (var client : all) {
                client.get();
            }
            server.terminate();
            assertThat(server.end()).isZero();
            assertThat(server.shown())
                    .anyMatch(line -> line.contains(" PostgreSQL's schema usher fails: "))
                    .anyMatch(line -> line.endsWith(" PostgreSQL's schema usher works again"));
        }
        assertThat(errors).allMatch(error -> error.matches("ERROR (unavailable|uncertain) .*"));
        var settings = DatabaseSettings.onServer(postgres.url(), "usher");
        try (var database = Database.open(settings)) {
            assertThat(SqlRoster.in(database).entries())
                    .extracting(Roster.Entry::sid)
                    .containsAll(acknowledged);
        }
        assertThat(Files.exists(folder.resolve("data"))).isFalse();
    }

    /** Of what fails, the connection is not used again: the next one has to log in anew. */
    private static Void ask(SqlTables tables) throws IOException {
        for (int i = 0; i < 10; i++) {
            var rows = new ArrayList<Map<String, ?>>();
            tables.query("select 7 as n", rows::add);
            assertThat(rows).containsExactly(Map.of("n", 7L));
            assertThatThrownBy(() -> tables.query("select 1 / 0", rows::add))
                    .hasMessageContaining("division by zero");
        }
        return null;
    }

    @Test
    void serversThatShareADatabaseDoNotLockEachOtherOutAndTellNobodyThePassword() throws Exception {
        var settings = DatabaseSettings.onServer(postgres.url(), "usher_tables");
        try (var one = SqlTables.open(settings);
                var other = SqlTables.open(settings);
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (var tables : List.of(one, other, one, other)) {
                all.add(clients.submit(() -> ask(tables)));
            }
            for (var client : all) {
                client.get();
            }
        }
        assertThat(postgres.log().split("ROLE \"usher_reader", -1))
                .hasSizeGreaterThan(2)
                .filteredOn(statement -> statement.contains(" PASSWORD "))
                .allMatch(statement -> statement.contains(" PASSWORD 'SCRAM-SHA-256$"));
    }

    @Test
    void aResultThatIsLargerThanTheHeapIsSent() throws Exception {
        int rows = 4_000;
        int length = 32_000;
        try (var server =
                        ServerProcess.start(
                                folder,
                                List.of("-Xmx96m"),
                                "database",
                                "--port",
                                "0",
                                "--database",
                                postgres.url());
                var client = server.connect()) {
            client.getOutputStream().write("create long s:text\n".getBytes(UTF_8));
            var answers = new BufferedInputStream(client.getInputStream(), 1 << 16);
            assertThat(answers.readNBytes(3)).asString().isEqualTo("OK\n");
            try (var connection = DriverManager.getConnection(postgres.url());
                    var statement = connection.createStatement()) {
                statement.execute(
                        "INSERT INTO usher_tables.long (s) SELECT repeat(md5(n::text), %d)"
                                        .formatted(length / 32)
                                + " FROM generate_series(1, %d) AS n".formatted(rows));
            }
            client.getOutputStream().write("fetch long limit=10000\n".getBytes(UTF_8));
            long count = 0;
            while (answers.read() > '\n') {
                count++;
            }
            assertThat(count).isGreaterThan((long) rows * length);
        }
    }

    private static void await(java.util.Collection<?> growing, int size)
            throws InterruptedException {
        while (growing.size() < size) {
            Thread.sleep(10);
        }
    }
}
