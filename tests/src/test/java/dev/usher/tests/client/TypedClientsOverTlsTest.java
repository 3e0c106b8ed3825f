package dev.usher.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.Tls;
import dev.usher.client.ClientEvent;
import dev.usher.services.database.TableService;
import dev.usher.services.database.client.TablesClient;
import dev.usher.services.files.FileName;
import dev.usher.services.files.FileStore;
import dev.usher.services.files.Files;
import dev.usher.services.files.StoreLimits;
import dev.usher.services.files.client.Existing;
import dev.usher.services.files.client.FilesClient;
import dev.usher.services.files.client.FilesException;
import dev.usher.services.files.client.Progress;
import dev.usher.services.files.client.TransferLimits;
import dev.usher.services.telemetry.CommandLog;
import dev.usher.services.telemetry.DeviceName;
import dev.usher.services.telemetry.Readings;
import dev.usher.services.telemetry.Telemetry;
import dev.usher.services.telemetry.client.DeviceClient;
import dev.usher.services.telemetry.client.WatchClient;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.database.SqlTables;
import dev.usher.testkit.ServerExtension;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Files, tables and telemetry between typed clients and their servers, over TLS. */
@Timeout(120)
class TypedClientsOverTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final DeviceClient.Watch UNWATCHED =
            new DeviceClient.Watch() {
                @Override
                public void connection(ClientEvent event) {}

                @Override
                public void refused(String reading, String why) {
                    throw new AssertionError(reading + ": " + why);
                }

                @Override
                public void replaced() {
                    throw new AssertionError("replaced");
                }
            };

    @TempDir private static Path keys;
    private static SSLContext shown;
    private static SSLContext trusting;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir private Path folder;

    @BeforeAll
    static void makeCertificate() throws Exception {
        var file = keys.resolve("server.p12");
        var keytool =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD));
        assertThat(keytool.inheritIO().start().waitFor()).isZero();
        shown = Tls.keyStore(file, PASSWORD);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(file.toFile(), PASSWORD));
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
    }

    private InetSocketAddress start(Listener listener) throws IOException {
        return here(servers.start(listener.tls(shown)));
    }

    private static InetSocketAddress here(Server server) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
    }

    @Test
    void filesComeBackAsTheyWereAndNoOneElseIsTrusted() throws Exception {
        var bytes = new byte[5_000_000];
        new Random(20_260_302).nextBytes(bytes);
        var file = java.nio.file.Files.write(folder.resolve("mine"), bytes);
        var name = FileName.of("large");
        var limits = TransferLimits.defaults();
        try (var store = FileStore.open(folder.resolve("store"), StoreLimits.defaults())) {
            var server = start(new Files(store).on(Server.on(0)));
            try (var client = FilesClient.to(server, limits, trusting)) {
                assertThat(client.put(name, file).size()).isEqualTo(bytes.length);
                var back = folder.resolve("back");
                client.get(name, back, Existing.KEEP, Progress.UNWATCHED);
                assertThat(back).hasBinaryContent(bytes);
                assertThatThrownBy(() -> client.stat(FileName.of("missing")))
                        .isInstanceOf(FilesException.Refused.class);
                assertThat(client.stat(name).size()).isEqualTo(bytes.length);
            }
            try (var stranger = FilesClient.to(server, limits, SSLContext.getDefault())) {
                assertThatThrownBy(() -> stranger.stat(name))
                        .isInstanceOf(FilesException.Unreachable.class);
            }
        }
    }

    @Test
    void rowsComeBackAsTheyWereInATransactionToo() throws Exception {
        try (var tables = SqlTables.open(DatabaseSettings.inFile(folder.resolve("tables.db")))) {
            var server = start(new TableService(tables).on(Server.on(0)));
            try (var client = TablesClient.to(server, PATIENCE, trusting)) {
                client.create("t", "n:integer text:text");
                try (var transaction = client.begin()) {
                    for (int first = 1; first < 5_000; first += 250) {
                        assertThat(transaction.insert("t", rows(first, 250))).hasSize(250);
                    }
                    transaction.commit();
                }
                assertThat(numbers(client)).hasSize(5_000).endsWith(5_000);
                assertThat(client.insert("t", rows(5_001, 1))).hasSize(1);
                assertThat(numbers(client)).hasSize(5_001).endsWith(5_001);
            }
        }
    }

    private static JsonNode rows(int first, int count) {
        var rows = JsonNodeFactory.instance.arrayNode();
        for (int n = first; n < first + count; n++) {
            rows.addObject().put("n", n).put("text", "x".repeat(100));
        }
        return rows;
    }

    private static List<Integer> numbers(TablesClient client) throws IOException {
        var found = new ArrayList<Integer>();
        client.fetch(
                Map.of("table", "t", "order", "n", "limit", 10_000),
                row -> found.add(row.path("n").intValue()));
        return found;
    }

    @Test
    void readingsGetToTheirWatchers() throws Exception {
        var telemetry = new Telemetry(Readings.inMemory(), CommandLog.inMemory());
        var server = start(telemetry.on(Server.on(0)));
        var name = new DeviceName("thermo-1");
        var watching = new CountDownLatch(1);
        var news = new LinkedBlockingQueue<WatchClient.News>();
        try (var _ =
                        new WatchClient(
                                server,
                                trusting,
                                "*",
                                news::add,
                                event -> {
                                    if (event instanceof ClientEvent.Connected) {
                                        watching.countDown();
                                    }
                                });
                var device =
                        new DeviceClient(server, trusting, name, command -> command, UNWATCHED)) {
            assertThat(watching.await(1, TimeUnit.MINUTES)).isTrue();
            WatchClient.@Nullable News heard = null;
            for (int n = 0; heard == null; n++) { // until the watcher has said what it watches
                device.report(JsonNodeFactory.instance.objectNode().put("celsius", 20 + n));
                assertThat(device.flush(PATIENCE)).isZero();
                heard = news.poll(100, TimeUnit.MILLISECONDS);
            }
            assertThat(heard)
                    .isInstanceOfSatisfying(
                            WatchClient.News.Reading.class,
                            reading -> assertThat(reading.device()).isEqualTo("thermo-1"));
        }
    }
}
