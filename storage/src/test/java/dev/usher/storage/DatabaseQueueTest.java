package dev.usher.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Who is served in which order, and who is turned away or stopped. */
@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(120)
class DatabaseQueueTest extends NotesDatabase {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    /** Has the one who writes do this, and holds it there until {@link #go}. */
    private Future<Integer> hold(ExecutorService clients, Work<Integer> work) throws Exception {
        var first =
                clients.submit(() ->
                        database.write(connection -> {
                            int done = work.on(connection);
                            held.countDown();
                            await(go);
                            return done;
                        }));
        held.await();
        return first;
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
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = hold(clients, connection -> 1);
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
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = hold(clients, connection -> 1);
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
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = hold(clients, connection -> 1);
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
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = hold(clients, insert(1, "one"));
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
}
