package dev.usher.storage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.usher.FailureException;
import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;
import dev.usher.services.database.Condition;
import dev.usher.services.database.Selection;
import dev.usher.services.database.Tables;
import dev.usher.storage.TestEngine;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Tables have a size that they do not outgrow; what is deleted makes room for others. */
@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(120)
class TablesSizeTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LIMIT = 2 << 20;
    private static final int LONG = 20_000;
    private static final Random RANDOM = new Random(20_261_121);

    @TempDir private Path folder;
    @Parameter private TestEngine engine;

    private SqlTables tables;

    @BeforeEach
    void open() throws Exception {
        tables = SqlTables.open(engine.settings(folder), TableLimits.defaults().size(LIMIT));
        create("notes");
    }

    @AfterEach
    void close() throws IOException {
        tables.close();
    }

    private void create(String table) throws IOException {
        tables.create(table, List.of(new Column("text", ColumnType.TEXT, false, false)));
    }

    /** Of which nothing can be left out. */
    private static Map<String, JsonNode> row(int length) {
        var bytes = new byte[length / 2];
        RANDOM.nextBytes(bytes);
        return Map.of("text", JSON.valueToTree(HexFormat.of().formatHex(bytes)));
    }

    private void insert(Tables where) throws IOException {
        where.insert("notes", List.of(row(LONG)));
    }

    /** Inserts until there is no room; returns how many there was room for. */
    private int fill() throws IOException {
        for (int count = 0; ; count++) {
            try {
                insert(tables);
            } catch (FailureException refused) {
                assertThat(refused.failure().code()).isEqualTo("full");
                return count;
            }
        }
    }

    private void insertWhenThereIsRoom() throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                insert(tables);
                return;
            } catch (FailureException refused) {
                if (System.nanoTime() - until > 0) {
                    throw refused;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private List<Map<String, ?>> all() throws IOException {
        var rows = new ArrayList<Map<String, ?>>();
        tables.fetch(new Selection("notes", List.of(), List.of(), List.of(), 1_000, 0), rows::add);
        return rows;
    }

    private static void assertFull(ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        refused -> {
                            assertThat(refused.failure().code()).isEqualTo("full");
                            assertThat(refused.failure().message())
                                    .contains("2097152 bytes", "delete or drop");
                        });
    }

    @Test
    void fullTablesTakeNothingMoreAndStayAsTheyAre() throws Exception {
        int count = fill();
        assertThat(count).isBetween(LIMIT / 2 / LONG, LIMIT / LONG);
        assertFull(() -> insert(tables));
        assertFull(() -> create("more"));
        assertFull(() -> tables.update("notes", List.of(), row(10)));
        assertThat(all()).hasSize(count);
        assertThat(tables.names()).containsExactly("notes");
    }

    @Test
    void whatIsDeletedMakesRoom() throws Exception {
        int count = fill();
        var firstHalf =
                new Condition(
                        "id", Condition.Comparison.LESS, List.of(JSON.valueToTree(count / 2)));
        assertThat(tables.delete("notes", List.of(firstHalf))).isPositive();
        insertWhenThereIsRoom();
        assertThat(fill()).isGreaterThan(count / 4);
        tables.drop("notes");
        create("notes");
        assertThat(fill()).isBetween(count - 5, count + 5);
    }

    @Test
    void anUpdateThatWouldTakeTooMuchIsUndoneAsAWhole() throws Exception {
        tables.insert("notes", Collections.nCopies(200, row(10)));
        var before = all();
        assertFull(() -> tables.update("notes", List.of(), row(LONG)));
        assertThat(all()).isEqualTo(before);
    }

    @Test
    void aTransactionThatFindsNoRoomIsUndoneAsAWhole() throws Exception {
        try (var transaction = tables.begin()) {
            assertFull(() -> {
                while (true) {
                    insert(transaction);
                }
            });
        }
        assertThat(all()).isEmpty();
    }

    @Test
    void whatATransactionRollsBackLeavesItsRoom() throws Exception {
        tables.insert("notes", Collections.nCopies(1_000, row(2)));
        try (var transaction = tables.begin()) {
            assertFull(() -> {
                while (true) {
                    insert(transaction);
                }
            });
        }
        insertWhenThereIsRoom();
        assertThat(fill()).isGreaterThan(LIMIT / 2 / LONG);
    }

    @Test
    void aTableThatMayComeBackKeepsItsRoom() throws Exception {
        assumeThat(engine).as("where several write at once").isEqualTo(TestEngine.POSTGRESQL);
        int count = fill();
        try (var transaction = tables.begin()) {
            transaction.drop("notes");
            assertFull(() -> create("more"));
            transaction.rollback();
        }
        assertThat(all()).hasSize(count);
    }

    @Test
    void whatATransactionMakesTakesRoomBeforeOthersSeeIt() throws Exception {
        assumeThat(engine).as("where several write at once").isEqualTo(TestEngine.POSTGRESQL);
        try (var transaction = tables.begin()) {
            transaction.create("more", List.of(new Column("text", ColumnType.TEXT, false, false)));
            transaction.insert("more", Collections.nCopies(LIMIT / LONG, row(LONG / 2)));
            assertThat(fill()).isLessThan(LIMIT / LONG);
            transaction.rollback();
        }
        assertThat(fill()).isPositive();
    }

    @Test
    void columnsThatTakeRoomThemselvesCount() throws Exception {
        var columns =
                IntStream.range(0, 200)
                        .mapToObj(i -> new Column("c" + i, ColumnType.TEXT, false, true))
                        .toList();
        tables.create("wide0", columns);
        assertFull(() -> {
            for (int i = 1; ; i++) {
                tables.create("wide" + i, columns);
            }
        });
        int fitting = engine == TestEngine.SQLITE ? 2 : 1; // 0.8 MiB each, or 1.6
        assertThat(tables.names()).hasSize(1 + fitting);
    }
}
