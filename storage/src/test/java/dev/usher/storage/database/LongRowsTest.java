package dev.usher.storage.database;

import static dev.usher.services.database.Condition.Comparison.LESS;
import static dev.usher.services.database.Condition.Comparison.MORE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;
import dev.usher.services.database.Condition;
import dev.usher.services.database.Selection;
import dev.usher.storage.TestEngine;

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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Rows come from a server some at a time, and those are in memory until they have left. */
@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(120)
class LongRowsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SHORT = 20;
    private static final int LONG = 100;

    @TempDir private Path folder;
    @Parameter private TestEngine engine;

    private SqlTables tables;

    @BeforeEach
    void open() throws Exception {
        tables = SqlTables.open(engine.settings(folder));
        tables.create("notes", List.of(new Column("text", ColumnType.TEXT, false, false)));
        insert(SHORT, "short");
        insert(LONG, "x".repeat(1_000_000));
    }

    private void insert(int count, String text) throws IOException {
        tables.insert("notes", Collections.nCopies(count, Map.of("text", JSON.valueToTree(text))));
    }

    @AfterEach
    void close() throws IOException {
        tables.close();
    }

    private int count(Condition... conditions) throws IOException {
        var count = new AtomicInteger();
        tables.fetch(
                new Selection(
                        "notes", List.of(conditions), List.of(), List.of(), Selection.MOST_ROWS, 0),
                row -> count.incrementAndGet());
        return count.get();
    }

    private static List<JsonNode> id(int id) {
        return List.of(JSON.valueToTree(id));
    }

    @Test
    void theyComeInSmallPieces() throws Exception {
        assertThat(count(new Condition("id", MORE, id(SHORT)))).isEqualTo(LONG);
    }

    @Test
    void tooManyAtOnceAreRefusedAndFewerAreNot() throws Exception {
        if (engine == TestEngine.POSTGRESQL) { // nobody knew at the short ones how long others are
            assertThatThrownBy(this::count)
                    .hasMessageContaining("these rows are too long: ask for less at a time");
        } else {
            assertThat(count()).isEqualTo(SHORT + LONG);
        }
        assertThat(count(new Condition("id", LESS, id(31)))).isEqualTo(30);
    }

    @Test
    void jsonCountsByItsLengthInATransactionAsWell() throws Exception {
        tables.create("documents", List.of(new Column("json", ColumnType.JSON, false, false)));
        var half = Map.<String, JsonNode>of("json", JSON.valueToTree("x".repeat(600_000)));
        tables.insert("documents", List.of(half, half));
        try (var transaction = tables.begin()) {
            var all = new Selection("documents", List.of(), List.of(), List.of(), 1_000, 0);
            assertThatThrownBy(() -> transaction.fetch(all, row -> {}))
                    .hasMessageContaining("a result may have 1048576 characters");
        }
    }
}
