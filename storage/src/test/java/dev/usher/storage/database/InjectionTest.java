package dev.usher.storage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Server;
import dev.usher.services.database.Column;
import dev.usher.services.database.ColumnType;
import dev.usher.services.database.Condition;
import dev.usher.services.database.Selection;
import dev.usher.services.database.TableService;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** SQL in the place of data stays data; in the place of names it is refused. */
@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(300)
class InjectionTest {
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir private Path folder;
    @Parameter private TestEngine engine;

    private SqlTables tables;

    @BeforeEach
    void open() throws Exception {
        tables = SqlTables.open(engine.settings(folder));
        tables.create(
                "victims",
                List.of(
                        new Column("value", ColumnType.TEXT, false, false),
                        new Column("any", ColumnType.JSON, false, false)));
        tables.insert("victims", List.of(Map.of("value", JSON.valueToTree("untouched"))));
    }

    @AfterEach
    void close() throws IOException {
        tables.close();
    }

    private static List<Condition> is(JsonNode value) {
        return List.of(new Condition("value", Condition.Comparison.EQUAL, List.of(value)));
    }

    private List<Object> values(List<Condition> conditions) throws IOException {
        var found = new ArrayList<Object>();
        tables.fetch(
                new Selection("victims", conditions, List.of("value"), List.of(), 1_000, 0),
                row -> found.add(row.get("value")));
        return found;
    }

    @Test
    void asValuesTheyAreStoredFoundChangedAndDeleted() throws Exception {
        assertThat(Injections.all()).hasSizeGreaterThan(200);
        for (var text : Injections.all()) {
            JsonNode value = JSON.valueToTree(text);
            tables.insert("victims", List.of(Map.of("value", value, "any", value)));
            assertThat(values(is(value))).as(text).isNotEmpty().containsOnly(text);
            assertThat(tables.update("victims", is(value), Map.of("value", value)))
                    .as(text)
                    .isPositive();
        }
        assertThat(values(List.of())).containsAll(Injections.all());
        for (var text : Injections.all()) {
            tables.delete("victims", is(JSON.valueToTree(text)));
        }
        assertThat(values(List.of())).containsExactly("untouched");
        assertThat(tables.names()).containsExactly("victims");
    }

    @Test
    void asNamesTheyAreRefused() throws Exception {
        for (var text : Injections.all()) {
            if (text.matches("value[a-z_0-9]*|null")) {
                continue; // a good name
            }
            assertThatThrownBy(() -> new Column(text, ColumnType.TEXT, false, false))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Selection(text, List.of(), List.of(), List.of(), 1, 0))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Selection.Key(text, false))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Condition(text, Condition.Comparison.EQUAL, List.of()))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void clientsAreToldOfThemAndGoOn() throws Exception {
        try (var server = servers.start(new TableService(tables).on(Server.on(0)));
                var client = servers.connect(server)) {
            int id = 0;
            for (var text : Injections.all()) {
                if (text.matches("value[a-z_0-9]*|null")) {
                    continue;
                }
                id++;
                for (var params :
                        List.of(
                                Map.of("table", text, "rows", Map.of("value", "x")),
                                Map.of("table", "victims", "rows", Map.of(text, "x")),
                                Map.of("table", "victims", "rows", List.of(Map.of(text, 1))))) {
                    call(client, id, "insert", params, "-32602");
                }
                call(client, id, "drop", Map.of("table", text), "-32602");
                call(client, id, "create", Map.of("table", text, "columns", "a:text"), "-32602");
                call(
                        client,
                        id,
                        "create",
                        Map.of("table", "t", "columns", text + ":text"),
                        "-32602");
                call(
                        client,
                        id,
                        "fetch",
                        Map.of("table", "victims", "filter", Map.of(text, 1)),
                        "-32602");
                call(client, id, "fetch", Map.of("table", "victims", "order", text), "-32602");
                call(client, id, "fetch", Map.of("table", "victims", "columns", text), "-32602");
            }
            client.send("tables\n");
            assertThat(client.readLine()).isEqualTo("[\"victims\"]");
        }
        assertThat(values(List.of())).containsExactly("untouched");
    }

    private static void call(
            TestClient client, int id, String method, Map<String, ?> params, String code)
            throws IOException {
        client.send(
                JSON.writeValueAsString(
                                Map.of(
                                        "jsonrpc", "2.0", "id", id, "method", method, "params",
                                        params))
                        + "\n");
        assertThat(client.readLine()).contains("\"error\":{\"code\":" + code);
    }
}
