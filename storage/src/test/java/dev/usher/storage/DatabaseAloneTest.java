package dev.usher.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Works that have a transaction of their own, and results that somebody takes slowly. */
@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(120)
class DatabaseAloneTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir private Path folder;
    @Parameter private TestEngine engine;

    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(engine.settings(folder).soloists(2));
        database.migrate(
                Schema.of("notes", dialect -> List.of("CREATE TABLE notes (n INTEGER UNIQUE)")));
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    private static @Nullable Void insert(Connection connection, int n) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("INSERT INTO notes VALUES (" + n + ")");
        }
        return null;
    }

    private static List<Integer> notes(Connection connection) throws SQLException {
        var notes = new ArrayList<Integer>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT n FROM notes ORDER BY n")) {
            while (rows.next()) {
                notes.add(rows.getInt(1));
            }
        }
        return notes;
    }

    @Test
    void itIsKeptWholeOrNotAtAll() throws Exception {
        database.alone(connection -> insert(connection, 1), MINUTE);
        assertThatThrownBy(() ->
                        database.alone(
                                connection -> {
                                    insert(connection, 2);
                                    return insert(connection, 1);
                                },
                                MINUTE))
                .isInstanceOfSatisfying(
                        StatementException.class,
                        refused -> assertThat(refused.isViolation()).isTrue());
        assertThatThrownBy(() ->
                        database.alone(
                                connection -> {
                                    insert(connection, 3);
                                    throw new IOException("no more");
                                },
                                MINUTE))
                .hasMessage("no more");
        assertThat(database.read(DatabaseAloneTest::notes)).containsExactly(1);
    }

    @Test
    void nobodyElsesWorkIsInItsTransaction() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var alone =
                    threads.submit(() ->
                            database.alone(
                                    connection -> {
                                        insert(connection, 1);
                                        begun.countDown();
                                        await(end);
                                        throw new IOException("given up");
                                    },
                                    MINUTE));
            await(begun);
            var others = new ArrayList<Future<?>>();
            for (int i = 2; i < 12; i++) {
                int n = i;
                others.add(
                        threads.submit(() -> database.write(connection -> insert(connection, n))));
            }
            if (engine == TestEngine.POSTGRESQL) {
                for (var other : others) {
                    other.get(60, TimeUnit.SECONDS); // beside it
                }
            }
            end.countDown();
            assertThatThrownBy(alone::get).hasMessageContaining("given up");
            for (var other : others) {
                other.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(database.read(DatabaseAloneTest::notes))
                .containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    @Test
    void theTimeThatAResultWaitsIsNotItsWork() throws Exception {
        database.close();
        database = Database.open(engine.settings(folder).longest(Duration.ofSeconds(2)).readers(1));
        long start = System.nanoTime();
        var waited = new long[1];
        var rows =
                database.stream(
                        connection -> {
                            int count = 0;
                            try (var statement = connection.createStatement();
                                    var found =
                                            statement.executeQuery(
                                                    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL"
                                                        + " SELECT n + 1 FROM r WHERE n < 20000)"
                                                        + " SELECT n FROM r")) {
                                while (found.next()) {
                                    count++;
                                    if (count == 10) {
                                        long since = System.nanoTime();
                                        LockSupport.parkNanos(2_500_000_000L);
                                        waited[0] += System.nanoTime() - since;
                                    }
                                }
                            }
                            return count;
                        },
                        () -> waited[0],
                        MINUTE);
        assertThat(rows).isEqualTo(20_000);
        assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofSeconds(2).toNanos());
    }
}
