package dev.usher.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What is written together, what is undone alone, and how tables get newer. */
@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(120)
class DatabaseTest extends NotesDatabase {
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
