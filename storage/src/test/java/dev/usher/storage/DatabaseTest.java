package dev.usher.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.FailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(120)
class DatabaseTest {
    private static final Schema NOTES =
            Schema.of(
                    "notes",
                    dialect -> List.of("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)"));

    @TempDir private Path folder;
    @Parameter private TestEngine engine;

    private final LinkedBlockingQueue<DatabaseEvent> events = new LinkedBlockingQueue<>();
    private DatabaseSettings settings;
    private Database database;

    @BeforeEach
    void open() throws Exception {
        settings = engine.settings(folder).events(events::add);
        database = Database.open(settings);
        database.migrate(NOTES);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    private void reopen(DatabaseSettings others) throws IOException {
        database.close();
        database = Database.open(others);
    }

    private static Work<Integer> insert(int id, String text) {
        return connection -> {
            try (var insert =
                    connection.prepareStatement("INSERT INTO notes (id, text) VALUES (?, ?)")) {
                insert.setInt(1, id);
                insert.setString(2, text);
                return insert.executeUpdate();
            }
        };
    }

    private List<Integer> ids() throws IOException {
        return database.read(DatabaseTest::ids);
    }

    private static List<Integer> ids(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id FROM notes ORDER BY id")) {
            var ids = new ArrayList<Integer>();
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
            return ids;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void whatIsWrittenIsReadAndIsThereAfterAReopening() throws Exception {
        assertThat(database.write(insert(1, "one"))).isEqualTo(1);
        assertThat(ids()).containsExactly(1);
        reopen(settings);
        database.migrate(NOTES);
        assertThat(ids()).containsExactly(1);
        assertThat(events).isEmpty();
    }

    @Test
    void aWorkThatFailsIsUndoneAloneAmongThoseItIsCommittedWith() throws Exception {
        var writerIsHeld = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first =
                    clients.submit(() ->
                            database.write(connection -> {
                                writerIsHeld.countDown();
                                await(go);
                                return insert(1, "one").on(connection);
                            }));
            writerIsHeld.await();
            var done = new ArrayList<Future<Integer>>();
            for (int i = 2; i < 20; i++) {
                int id = i;
                done.add(clients.submit(() -> database.write(insert(id, "again"))));
            }
            var twice =
                    clients.submit(() ->
                            database.write(connection -> {
                                insert(100, "half").on(connection);
                                return insert(100, "twice").on(connection);
                            }));
            var rejected =
                    clients.submit(() ->
                            database.write(connection -> {
                                insert(101, "half").on(connection);
                                throw FailureException.rejected("no", "I will not");
                            }));
            var broken =
                    clients.submit(() ->
                            database.write(connection -> {
                                insert(102, "half").on(connection);
                                throw new IllegalStateException("a defect");
                            }));
            go.countDown();
            assertThat(first.get()).isEqualTo(1);
            for (var one : done) {
                assertThat(one.get()).isEqualTo(1);
            }
            assertThatThrownBy(twice::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            StatementException.class,
                            refused -> assertThat(refused.isViolation()).isTrue());
            assertThatThrownBy(rejected::get)
                    .cause()
                    .isInstanceOf(FailureException.class)
                    .hasMessage("no: I will not");
            assertThatThrownBy(broken::get).cause().hasMessage("a defect");
        }
        assertThat(ids()).hasSize(19).doesNotContain(100, 101, 102);
        assertThat(events).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    @Test
    void manyWriteAtOnceAndNothingIsLost() throws Exception {
        var all = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 2_000; i++) {
            int id = i;
            all.add(() -> database.write(insert(id, "x")));
        }
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : clients.invokeAll(all)) {
                assertThat(one.get()).isEqualTo(1);
            }
        }
        assertThat(ids()).hasSize(2_000);
    }

    @Test
    void aStatementThatIsWrongIsTheWorksOwn() throws Exception {
        Work<Object> wrong =
                connection -> {
                    execute(connection, "SELEKT");
                    return "";
                };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> database.write(wrong)).isInstanceOf(StatementException.class);
            assertThatThrownBy(() -> database.read(wrong)).isInstanceOf(StatementException.class);
        }
        assertThat(database.write(insert(1, "one"))).isEqualTo(1);
        assertThat(ids()).containsExactly(1);
        assertThat(events).isEmpty();
    }

    @Test
    void whoReadsCannotWrite() throws Exception {
        assertThatThrownBy(() -> database.read(insert(1, "one"))).isInstanceOf(IOException.class);
        assertThat(ids()).isEmpty();
    }

    @Test
    void whoReadsDoesNotWaitForWhoWrites() throws Exception {
        database.write(insert(1, "one"));
        var writes = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer =
                    clients.submit(() ->
                            database.write(connection -> {
                                insert(2, "two").on(connection);
                                writes.countDown();
                                await(go);
                                return "";
                            }));
            writes.await();
            assertThat(ids()).containsExactly(1);
            go.countDown();
            writer.get();
        }
        assertThat(ids()).containsExactly(1, 2);
    }

    /** One way to have something done. */
    @FunctionalInterface
    private interface Way {
        Object go(Database database, Work<Boolean> work) throws IOException;
    }

    @Test
    void whoWaitsLongerComesFirstWhateverHeWants() throws Exception {
        reopen(settings.readers(1).soloists(1));
        List<Way> ways =
                List.of(
                        Database::write,
                        Database::read,
                        (open, work) -> open.alone(work, Duration.ofSeconds(30)));
        for (var way : ways) {
            assertThat(order(way)).isEqualTo(IntStream.range(0, 20).boxed().toList());
        }
    }

    /** The order in which twenty are served who have come one after another. */
    private List<Integer> order(Way way) throws Exception {
        var isHeld = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var order = Collections.synchronizedList(new ArrayList<Integer>());
        try (var threads = Executors.newCachedThreadPool()) {
            var all = new ArrayList<Future<?>>();
            all.add(
                    threads.submit(() ->
                            way.go(
                                    database,
                                    connection -> {
                                        isHeld.countDown();
                                        await(go);
                                        return true;
                                    })));
            isHeld.await();
            for (int i = 0; i < 20; i++) {
                int who = i;
                var waits = new AtomicReference<Thread>();
                all.add(
                        threads.submit(() -> {
                            waits.set(Thread.currentThread());
                            return way.go(database, connection -> order.add(who));
                        }));
                while (waits.get() == null
                        || waits.get().getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
            }
            go.countDown();
            for (var one : all) {
                one.get();
            }
        }
        return order;
    }

    @Test
    void whoFindsTooManyWaitingIsTurnedAwayAtOnce() throws Exception {
        reopen(settings.waiting(1));
        var held = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first =
                    clients.submit(() ->
                            database.write(connection -> {
                                held.countDown();
                                await(go);
                                return 1;
                            }));
            held.await();
            var results = new LinkedBlockingQueue<String>();
            for (int i = 0; i < 2; i++) {
                int id = i;
                var _ =
                        clients.submit(() -> {
                            try {
                                results.add("" + database.write(insert(id, "x")));
                            } catch (FailureException busy) {
                                results.add(busy.failure().code());
                            }
                            return null;
                        });
            }
            assertThat(results.take()).isEqualTo("busy");
            go.countDown();
            assertThat(results.take()).isEqualTo("1");
            assertThat(first.get()).isEqualTo(1);
        }
        assertThat(ids()).hasSize(1);
    }

    @Test
    void whoHasWaitedTooLongIsTurnedAwayAndNothingIsDone() throws Exception {
        reopen(settings.patience(Duration.ofMillis(50)));
        var held = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first =
                    clients.submit(() ->
                            database.write(connection -> {
                                held.countDown();
                                await(go);
                                return 1;
                            }));
            held.await();
            assertThatThrownBy(() -> database.write(insert(1, "one")))
                    .isInstanceOf(FailureException.class)
                    .hasMessageStartingWith("busy: ");
            go.countDown();
            assertThat(first.get()).isEqualTo(1);
        }
        assertThat(ids()).isEmpty();
    }

    @Test
    void whoIsInterruptedWhileWaitingIsWithdrawn() throws Exception {
        var held = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first =
                    clients.submit(() ->
                            database.write(connection -> {
                                held.countDown();
                                await(go);
                                return 1;
                            }));
            held.await();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> database.write(insert(1, "one")))
                    .isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            go.countDown();
            assertThat(first.get()).isEqualTo(1);
        }
        assertThat(ids()).isEmpty();
    }

    @Test
    void whatTakesTooLongIsStoppedAndWhatItWasCommittedWithIsNot() throws Exception {
        reopen(settings.longest(Duration.ofMillis(300)));
        var held = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first =
                    clients.submit(() ->
                            database.write(connection -> {
                                insert(1, "one").on(connection);
                                held.countDown();
                                await(go);
                                return 1;
                            }));
            held.await();
            var slow =
                    clients.submit(() ->
                            database.write(connection -> {
                                insert(2, "two").on(connection);
                                execute(connection, endless("INSERT INTO notes (text)"));
                                return 2;
                            }));
            var other = clients.submit(() -> database.write(insert(3, "three")));
            go.countDown();
            assertThat(first.get()).isEqualTo(1);
            assertThat(other.get()).isEqualTo(1);
            assertThatThrownBy(slow::get)
                    .cause()
                    .isInstanceOf(FailureException.class)
                    .hasMessageStartingWith("late: ");
        }
        assertThatThrownBy(() ->
                        database.read(connection -> {
                            execute(connection, endless(""));
                            return "";
                        }))
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith("late: ");
        assertThat(ids()).containsExactly(1, 3);
    }

    private static String endless(String into) {
        return "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) "
                + into
                + " SELECT max(n) FROM numbers";
    }

    @Test
    void afterItIsClosedNothingIsTaken() throws Exception {
        database.close();
        assertThatThrownBy(() -> database.write(insert(1, "one")))
                .hasMessageStartingWith("unavailable: ");
        assertThatThrownBy(this::ids).hasMessageStartingWith("unavailable: ");
    }

    @Test
    void aServicesTablesAreBroughtToTheNewestVersion() throws Exception {
        var more =
                Schema.of(
                        "notes",
                        NOTES.migrations().getFirst(),
                        dialect -> List.of("ALTER TABLE notes ADD COLUMN color TEXT"));
        database.write(insert(1, "one"));
        database.migrate(more);
        database.migrate(more);
        database.write(connection -> {
            execute(connection, "UPDATE notes SET color = 'red'");
            return "";
        });
        assertThat(ids()).containsExactly(1);
        assertThatThrownBy(() -> database.migrate(NOTES))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "the tables of notes in "
                                + settings.name()
                                + " are of a newer version of usher (2) than this (1)");
    }

    @Test
    void aStepThatFailsLeavesTheTablesAsTheyWere() throws Exception {
        var wrong =
                Schema.of(
                        "notes",
                        NOTES.migrations().getFirst(),
                        dialect ->
                                List.of("ALTER TABLE notes ADD COLUMN color TEXT", "CREATE HAVOC"));
        assertThatThrownBy(() -> database.migrate(wrong))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the tables of notes in ");
        var right =
                Schema.of(
                        "notes",
                        NOTES.migrations().getFirst(),
                        dialect -> List.of("ALTER TABLE notes ADD COLUMN color TEXT"));
        database.migrate(right);
    }
}
