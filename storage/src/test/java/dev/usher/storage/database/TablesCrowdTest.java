package dev.usher.storage.database;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.FailureException;
import dev.usher.Server;
import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;
import dev.usher.services.database.Selection;
import dev.usher.services.database.TableService;
import dev.usher.services.database.TableStore;
import dev.usher.services.database.Transaction;
import dev.usher.storage.TestEngine;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** Many clients, long results, and transactions that dawdle. */
@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(300)
class TablesCrowdTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration GENEROUS = Duration.ofMinutes(2);

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir private Path folder;
    @Parameter private TestEngine engine;

    private SqlTables tables;
    private Server server;

    @BeforeEach
    void open() throws Exception {
        tables =
                SqlTables.open(
                        engine.settings(folder),
                        TableLimits.defaults()
                                .transactionsLast(Duration.ofMillis(600), Duration.ofSeconds(2)));
        tables.create(
                "t",
                List.of(
                        new Column("who", ColumnType.INTEGER, false, false),
                        new Column("s", ColumnType.TEXT, false, false)));
        server = servers.start(new TableService(tables).on(Server.on(0)));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        tables.close();
    }

    private TestClient connect() throws IOException {
        return TestClient.to(server).timeout(GENEROUS).connect();
    }

    private static String say(TestClient client, String line) throws IOException {
        client.send(line + "\n");
        return String.valueOf(client.readLine());
    }

    private static Map<String, JsonNode> row(long who) {
        return Map.of("who", JSON.valueToTree(who), "s", JSON.valueToTree("x".repeat(20)));
    }

    @Test
    void twoThousandClientsAreServedOrToldThatItIsBusy() throws Exception {
        int count = 2_000;
        var inserted = new AtomicInteger();
        var busy = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < count; i++) {
                int who = i;
                done.add(
                        threads.submit(() -> {
                            try (var client = connect()) {
                                visit(client, who, inserted, busy);
                            }
                            return null;
                        }));
            }
            for (var one : done) {
                one.get();
            }
        }
        var n = new ArrayList<Object>();
        tables.query("select count(*) as n from t", row -> n.add(row.get("n")));
        assertThat(((Number) n.getFirst()).intValue()).isEqualTo(inserted.get());
        assertThat(inserted.get()).isGreaterThan(count / 2);
        System.out.printf(
                "TablesCrowdTest %s: %d rows, %d times busy%n", engine, inserted.get(), busy.get());
    }

    private static void visit(TestClient client, int who, AtomicInteger rows, AtomicInteger busy)
            throws IOException {
        var insert = say(client, "insert t {\"who\":" + who + "}");
        if (insert.startsWith("OK ")) {
            rows.incrementAndGet();
            assertThat(say(client, "fetch t {\"who\":" + who + "} columns=who"))
                    .matches("\\[\\{\"who\":" + who + "}]|ERROR busy .*");
        } else {
            assertThat(insert).startsWith("ERROR busy ");
            busy.incrementAndGet();
        }
        assertThat(say(client, "query select max(who) as m from t"))
                .matches("\\[\\{\"m\":(\\d+|null)}]|ERROR busy .*");
    }

    /** Something of who comes as this one. */
    @FunctionalInterface
    private interface Errand {
        void run(int who) throws IOException;
    }

    /** Starts twenty threads, each when the one before waits. */
    private static List<Thread> queue(Errand errand) {
        var waiting = new ArrayList<Thread>();
        for (int i = 0; i < 20; i++) {
            int who = i;
            var thread =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    errand.run(who);
                                } catch (IOException failed) {
                                    throw new AssertionError(failed);
                                }
                            });
            waiting.add(thread);
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        return waiting;
    }

    private static void assertInOrder(TableStore tables) throws IOException {
        var order = new ArrayList<Object>();
        tables.fetch(
                new Selection("t", List.of(), List.of("who"), List.of(), 100, 0),
                row -> order.add(row.get("who")));
        assertThat(order).isEqualTo(LongStream.range(0, 20).boxed().toList());
    }

    @Test
    void whoWaitsLongerToWriteComesFirst() throws Exception {
        if (engine != TestEngine.SQLITE) {
            return; // there several write at once, as their turns come: see DatabaseTest
        }
        var holder = tables.begin();
        var waiting = queue(who -> tables.insert("t", List.of(row(who))));
        holder.rollback();
        for (var thread : waiting) {
            thread.join();
        }
        assertInOrder(tables);
    }

    @Test
    void whoWaitsLongerForATransactionGetsOneFirst() throws Exception {
        if (engine == TestEngine.SQLITE) {
            return; // there a transaction waits for its turn to write, as above
        }
        var lasting =
                TableLimits.defaults()
                        .transactionsLast(Duration.ofMinutes(1), Duration.ofMinutes(2));
        try (var store = SqlTables.open(engine.settings(folder), lasting)) {
            store.create("t", List.of(new Column("who", ColumnType.INTEGER, false, false)));
            // All places but one stay taken: the twenty go through it one after another.
            var holders = new ArrayList<Transaction>();
            for (int i = 0; i < lasting.transactions(); i++) {
                holders.add(store.begin());
            }
            var waiting =
                    queue(who -> {
                        try (var transaction = store.begin()) {
                            transaction.insert("t", List.of(Map.of("who", JSON.valueToTree(who))));
                            transaction.commit();
                        }
                    });
            holders.removeFirst().rollback();
            for (var thread : waiting) {
                thread.join();
            }
            for (var holder : holders) {
                holder.rollback();
            }
            assertInOrder(store);
        }
    }

    @Test
    void aTransactionThatDawdlesIsRolledBackAndItsClientTold() throws Exception {
        try (var slow = connect();
                var other = connect()) {
            assertThat(say(slow, "begin")).isEqualTo("OK");
            assertThat(say(slow, "insert t {\"who\":1}")).isEqualTo("OK 1");
            // Where one writes at a time, this waits for the transaction's end.
            assertThat(say(other, "insert t {\"who\":2}")).startsWith("OK ");
            servers.await(
                    "the end of the transaction",
                    () -> {
                        try {
                            return say(slow, "fetch t").startsWith("ERROR aborted ");
                        } catch (IOException failed) {
                            throw new AssertionError(failed);
                        }
                    });
            assertThat(say(slow, "commit")).startsWith("ERROR aborted the transaction was rolled");
            assertThat(say(slow, "fetch t columns=who")).isEqualTo("[{\"who\":2}]");
        }
    }

    @Test
    void aTransactionWhoseClientIsGoneHoldsNobodyUp() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (var client = connect()) {
                assertThat(say(client, "begin")).isEqualTo("OK");
                assertThat(say(client, "insert t {\"who\":" + i + "}")).startsWith("OK ");
                client.reset();
            }
        }
        try (var client = connect()) {
            assertThat(say(client, "fetch t")).isEqualTo("[]");
            assertThat(say(client, "insert t {\"who\":7}")).startsWith("OK ");
        }
    }

    @Test
    void aTransactionIsInNobodysWayForLong() throws Exception {
        try (var holder = connect();
                var other = connect()) {
            say(other, "insert t {\"who\":1}");
            assertThat(say(holder, "begin")).isEqualTo("OK");
            assertThat(say(holder, "update t {} {\"s\":\"a\"}")).isEqualTo("OK 1");
            assertThat(say(other, "fetch t columns=s")).isEqualTo("[{\"s\":null}]");
            assertThat(say(other, "update t {} {\"s\":\"b\"}"))
                    .matches("OK 1|ERROR conflict .*|ERROR busy .*");
            assertThat(say(holder, "rollback")).isEqualTo("OK");
            assertThat(say(other, "update t {} {\"s\":\"c\"}")).isEqualTo("OK 1");
        }
    }

    @Test
    void twoThatReadAndWriteTheSameCannotBothBeRight() throws Exception {
        if (engine == TestEngine.SQLITE) {
            return; // one at a time
        }
        try (var one = connect();
                var other = connect()) {
            say(one, "insert t [{\"who\":1},{\"who\":2}]");
            assertThat(say(one, "begin")).isEqualTo("OK");
            assertThat(say(other, "begin")).isEqualTo("OK");
            say(one, "fetch t");
            say(other, "fetch t");
            assertThat(say(one, "update t {\"who\":1} {\"s\":\"x\"}")).isEqualTo("OK 1");
            var answers =
                    List.of(
                            say(other, "update t {\"who\":2} {\"s\":\"y\"}"),
                            say(one, "commit"),
                            say(other, "commit"));
            assertThat(answers).anyMatch(answer -> answer.startsWith("ERROR conflict "));
        }
    }

    @Test
    void aMillionRowsAreSentAsTheClientTakesThem() throws Exception {
        for (int i = 0; i < 100; i++) {
            var rows = new ArrayList<Map<String, JsonNode>>();
            for (int j = 0; j < 10_000 / (engine == TestEngine.SQLITE ? 1 : 10); j++) {
                rows.add(row(j));
            }
            tables.insert("t", rows);
        }
        long expected = engine == TestEngine.SQLITE ? 1_000_000 : 100_000;
        try (var slow = TestClient.to(server).receiveBuffer(4096).timeout(GENEROUS).connect();
                var client = connect()) {
            slow.send("fetch t limit=1000000\n");
            slow.read(100);
            assertThat(say(client, "insert t {}")).startsWith("OK ");
            assertThat(say(client, "fetch t limit=1 columns=who")).isEqualTo("[{\"who\":0}]");
            client.send("query select who from t limit " + expected + "\n");
            assertThat(new String(client.read(10), UTF_8)).isEqualTo("[{\"who\":0}");
            client.reset();
            slow.reset();
        }
        var count = new AtomicInteger();
        tables.fetch(
                new Selection("t", List.of(), List.of(), List.of(), Selection.MOST_ROWS, 0),
                row -> count.incrementAndGet());
        assertThat(count.get()).isGreaterThanOrEqualTo((int) expected);
    }

    @Test
    void tooManyLongResultsAreTurnedAwayAndShortOnesAreNot() throws Exception {
        var rows = new ArrayList<Map<String, JsonNode>>();
        for (int i = 0; i < 10_000; i++) {
            rows.add(Map.of("s", JSON.valueToTree("x".repeat(500))));
        }
        tables.insert("t", rows);
        var slow = new ArrayList<TestClient>();
        try {
            for (int i = 0; i < 12; i++) {
                var client = TestClient.to(server).receiveBuffer(4096).timeout(GENEROUS).connect();
                slow.add(client);
                client.send("fetch t limit=10000\n".repeat(20)); // and again, if it is refused
            }
            int refused = 0;
            for (var client : slow) {
                var start = new String(client.read(6), UTF_8);
                refused += start.startsWith("ERROR") ? 1 : 0;
            }
            assertThat(refused).isEqualTo(10);
            try (var client = connect()) {
                assertThat(say(client, "fetch t limit=1 columns=id")).isEqualTo("[{\"id\":1}]");
            }
        } finally {
            for (var client : slow) {
                client.reset();
                client.close();
            }
        }
    }

    @Test
    void whatIsClosedIsRefusedInOneSentence() throws Exception {
        server.close();
        var transaction = tables.begin();
        transaction.insert("t", List.of(row(1)));
        transaction.close();
        try {
            transaction.commit();
            throw new AssertionError("committed");
        } catch (FailureException refused) {
            assertThat(refused).hasMessageContaining("aborted");
        }
    }
}
