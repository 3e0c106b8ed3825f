package dev.usher.storage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.protocol.Lines;
import dev.usher.services.database.TableService;
import dev.usher.services.database.client.TablesClient;
import dev.usher.services.database.client.TablesException;
import dev.usher.storage.DatabaseSettings;
import dev.usher.testkit.ServerExtension;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The typed client of tables: over servers that work, and over others. */
@Timeout(120)
class TablesClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir private Path folder;
    private SqlTables tables;
    private Server server;
    private TablesClient client;

    @BeforeEach
    void open() throws Exception {
        tables = SqlTables.open(DatabaseSettings.inFile(folder.resolve("tables.db")));
        server = servers.start(new TableService(tables).on(Server.on(0)));
        client = TablesClient.to(here(server.port()), PATIENCE, null);
        client.create("t", "n:integer:unique");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        tables.close();
    }

    private static InetSocketAddress here(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static ObjectNode row(int n) {
        return JsonNodeFactory.instance.objectNode().put("n", n);
    }

    private static ArrayNode rows(int count) {
        var rows = JsonNodeFactory.instance.arrayNode();
        IntStream.range(0, count).mapToObj(TablesClientTest::row).forEach(rows::add);
        return rows;
    }

    @Test
    void aServerThatSendsBackWhatItIsAskedHasNoTables() throws Exception {
        var echo = servers.start(Server.on(0).answer(Lines.utf8(), line -> line));
        try (var other = TablesClient.to(here(echo.port()), PATIENCE, null)) {
            assertThatThrownBy(other::tables)
                    .isInstanceOf(CallException.class)
                    .hasMessageContaining("no answer");
            assertThatThrownBy(() -> other.fetch(Map.of("table", "t"), row -> {}))
                    .isInstanceOf(CallException.class)
                    .hasMessageContaining("no answer");
        }
    }

    private List<Integer> all() throws IOException {
        var found = new ArrayList<Integer>();
        client.fetch(
                Map.of("table", "t", "order", "n"), row -> found.add(row.path("n").intValue()));
        return found;
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThat(catchThrowableOfType(TablesException.class, call).code()).isEqualTo(code);
    }

    @Test
    void manyThreadsShareAClient() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ids = new ArrayList<Future<List<Long>>>();
            for (int i = 0; i < 100; i++) {
                var row = row(i);
                ids.add(threads.submit(() -> client.insert("t", row)));
            }
            for (var id : ids) {
                assertThat(id.get()).hasSize(1);
            }
        }
        assertThat(all()).hasSize(100);
        assertThat(servers.events().of(Event.Running.class)).hasSize(2); // rows have their own
        assertThat(client.tables()).containsExactly("t");
        assertThat(client.describe("t")).hasSize(2);
    }

    @Test
    void aTransactionIsDoneWholeOrNotAtAll() throws Exception {
        try (var transaction = client.begin()) {
            transaction.insert("t", rows(3));
            assertThat(all()).isEmpty();
            var within = new AtomicInteger();
            transaction.fetch(Map.of("table", "t"), _ -> within.incrementAndGet());
            assertThat(within).hasValue(3);
            transaction.commit();
        }
        assertThat(all()).containsExactly(0, 1, 2);
        try (var transaction = client.begin()) {
            transaction.delete("t", JsonNodeFactory.instance.objectNode());
        }
        try (var transaction = client.begin()) {
            assertRefused("duplicate", () -> transaction.insert("t", row(0)));
            assertRefused("aborted", transaction::commit);
        }
        assertThat(all()).containsExactly(0, 1, 2);
    }

    @Test
    void aNoIsTypedAndTheClientGoesOn() throws Exception {
        client.insert("t", row(1));
        assertRefused("duplicate", () -> client.insert("t", row(1)));
        assertRefused("unknown-table", () -> client.drop("none"));
        assertRefused("unknown-table", () -> client.fetch(Map.of("table", "none"), _ -> {}));
        assertRefused("forbidden", () -> client.query("delete from t", _ -> {}));
        assertThat(all()).containsExactly(1);
    }

    @Test
    void whatTheTakerOfRowsThrowsIsTold() throws Exception {
        client.insert("t", rows(1_000));
        var full = new IOException("the paper is used up");
        assertThatThrownBy(() ->
                        client.fetch(
                                Map.of("table", "t"),
                                _ -> {
                                    throw full;
                                }))
                .isSameAs(full);
        assertThatThrownBy(() ->
                        client.fetch(
                                Map.of("table", "t"),
                                _ -> {
                                    throw new IllegalStateException("enough");
                                }))
                .hasMessage("enough");
        assertThat(all()).hasSize(1_000);
    }

    @Test
    void aServerThatComesBackIsFoundAgain() throws Exception {
        client.insert("t", rows(3));
        assertThat(all()).hasSize(3);
        int port = server.port();
        server.close();
        server = servers.start(new TableService(tables).on(Server.on(port)));
        assertThat(all()).hasSize(3);
        assertThat(client.delete("t", row(1))).isEqualTo(1);
    }

    /** A server of one, whose place is taken until the first who was refused has been told so. */
    @Test
    void aBusyServerIsComeBackTo() throws Exception {
        var limits = Limits.defaults().running(1).waiting(0).retryAfter(Duration.ofSeconds(1));
        var full = servers.start(new TableService(tables).on(Server.on(0).limits(limits)));
        var first = TablesClient.to(here(full.port()), PATIENCE, null);
        try (var second = TablesClient.to(here(full.port()), PATIENCE, null);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            first.tables();
            var answer = threads.submit(second::tables);
            servers.events().await(Event.Refused.class);
            first.close();
            assertThat(answer.get()).containsExactly("t");
        }
        full.close();
    }

    /** Answers each connection with what it is told to, whatever it is asked, and closes. */
    private static ServerSocket saying(AtomicInteger connections, String... answers)
            throws IOException {
        var listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.startVirtualThread(() -> {
            while (!listening.isClosed()) {
                try (var peer = listening.accept()) {
                    int n = connections.getAndIncrement();
                    if (peer.getInputStream().read(new byte[4096]) >= 0) {
                        var answer = answers[Math.min(n, answers.length - 1)];
                        peer.getOutputStream().write(answer.getBytes(UTF_8));
                    }
                } catch (IOException over) {
                    // the next one, if there is to be one
                }
            }
        });
        return listening;
    }

    @Test
    void aListThatBreaksOffHasItsReasonInTheNextLine() throws Exception {
        var connections = new AtomicInteger();
        var broken =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[{\"n\":1},{\"n\":2}\n"
                        + "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32001,"
                        + "\"message\":\"too much\",\"data\":{\"code\":\"too-large\"}}}\n";
        try (var listening = saying(connections, broken);
                var asking = TablesClient.to(here(listening.getLocalPort()), PATIENCE, null)) {
            var taken = new AtomicInteger();
            assertRefused(
                    "too-large",
                    () -> asking.fetch(Map.of("table", "t"), _ -> taken.incrementAndGet()));
            assertThat(taken).hasValue(2);
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void rowsAreAskedForAgainOnlyWhileNoneHasCome() throws Exception {
        var connections = new AtomicInteger();
        var whole = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[{\"n\":1}]}\n";
        try (var listening = saying(connections, "{\"jsonrpc\":", whole);
                var asking = TablesClient.to(here(listening.getLocalPort()), PATIENCE, null)) {
            var taken = new AtomicInteger();
            asking.fetch(Map.of("table", "t"), _ -> taken.incrementAndGet());
            assertThat(taken).hasValue(1);
            assertThat(connections).hasValue(2);
        }
        connections.set(0);
        try (var listening = saying(connections, "{\"result\":[{\"n\":1},", whole);
                var asking = TablesClient.to(here(listening.getLocalPort()), PATIENCE, null)) {
            assertThatThrownBy(() -> asking.fetch(Map.of("table", "t"), _ -> {}))
                    .isInstanceOf(CallException.Lost.class);
            assertThat(connections).hasValue(1);
        }
    }

    @Test
    void aTransactionBeginsWhenTheServerHasAPlace() throws Exception {
        var connections = new AtomicInteger();
        var begun = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}\n";
        try (var listening = saying(connections, "BUSY retry-after=0 full\n", begun);
                var asking = TablesClient.to(here(listening.getLocalPort()), PATIENCE, null);
                var _ = asking.begin()) {
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void aRowMayNotBeLongerThanAnAnswer() throws Exception {
        var row = "{\"result\":[{\"n\":\"" + "x".repeat(17 << 20);
        try (var listening = saying(new AtomicInteger(), row);
                var asking = TablesClient.to(here(listening.getLocalPort()), PATIENCE, null)) {
            assertThatThrownBy(() -> asking.fetch(Map.of("table", "t"), _ -> {}))
                    .isInstanceOf(CallException.Malformed.class)
                    .hasMessageContaining("an answer has more than 16,777,216 bytes");
        }
    }

    @Test
    void whatChangesIsNotAskedTwice() throws Exception {
        var connections = new AtomicInteger();
        try (var listening = saying(connections, "");
                var asking = TablesClient.to(here(listening.getLocalPort()), PATIENCE, null)) {
            var lost =
                    catchThrowableOfType(
                            CallException.Lost.class, () -> asking.insert("t", row(1)));
            assertThat(lost.mayHaveBeenDone()).isTrue();
            assertThat(connections).hasValue(1);
        }
    }
}
