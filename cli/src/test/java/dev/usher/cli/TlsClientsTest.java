package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.Tls;
import dev.usher.services.calculator.Calculator;
import dev.usher.services.database.TableService;
import dev.usher.services.files.FileStore;
import dev.usher.services.files.StoreLimits;
import dev.usher.services.telemetry.CommandLog;
import dev.usher.services.telemetry.Readings;
import dev.usher.services.telemetry.Telemetry;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.database.SqlTables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

import javax.net.ssl.SSLContext;

/** The clients of the command line, with servers that speak TLS. */
@Timeout(120)
class TlsClientsTest {
    private static final String PASSWORD = "changeit";

    @TempDir private static Path keys;
    private static SSLContext shown;
    private static String trusted;

    @TempDir private Path folder;

    /** What a command did. */
    private record Outcome(int code, String out, String err) {}

    @BeforeAll
    static void makeCertificate() throws Exception {
        var store = keys.resolve("server.p12");
        trusted = keys.resolve("server.pem").toString();
        var certificate = List.of("-keyalg", "EC", "-dname", "CN=localhost");
        keytool("-genkeypair", certificate, "-ext", "san=dns:localhost,ip:127.0.0.1");
        keytool("-exportcert", List.of("-rfc"), "-file", trusted);
        shown = Tls.keyStore(store, PASSWORD.toCharArray());
    }

    private static void keytool(String command, List<String> options, String... more)
            throws Exception {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of(command, "-alias", "server", "-storepass", PASSWORD));
        words.addAll(List.of("-keystore", keys.resolve("server.p12").toString()));
        words.addAll(options);
        words.addAll(List.of(more));
        var log = keys.resolve("keytool.log").toFile();
        var keytool = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log);
        assertThat(keytool.start().waitFor()).as(command).isZero();
    }

    private static Outcome usher(String stdin, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code =
                Main.commandLine(new ByteArrayInputStream(stdin.getBytes(UTF_8)))
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments);
        return new Outcome(code, out.toString(), err.toString());
    }

    private static String at(Server server) {
        return "127.0.0.1:" + server.port();
    }

    @Test
    void linesAreSentAndTalkedOver() throws Exception {
        try (var server = new Calculator().on(Server.on(0).tls(shown)).start()) {
            assertThat(usher("", "send", "--trust", trusted, at(server), "add 2 3"))
                    .isEqualTo(new Outcome(0, "5\n", ""));
            var byName = "localhost:" + server.port();
            assertThat(usher("add 2 3\nadd 4 5", "connect", "--trust", trusted, byName))
                    .isEqualTo(new Outcome(0, "5\n9\n", ""));
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        try (var server = new Calculator().on(Server.on(0).tls(shown)).start()) {
            var refused = usher("", "send", "--tls", at(server), "add 2 3");
            assertThat(refused.code()).isOne();
            assertThat(refused.err())
                    .isEqualTo(
                            "usher: cannot connect to %s: its certificate is not one that is trusted, nor signed by one\n"
                                    .formatted(at(server)));
        }
    }

    @Test
    void whoDoesNotSpeakTlsToAServerThatDoesIsToldHow() throws Exception {
        try (var server = new Calculator().on(Server.on(0).tls(shown)).start()) {
            var sentence =
                    "usher: cannot connect to %s: the server speaks TLS, and this client does not; speak TLS with --tls or --trust FILE\n"
                            .formatted(at(server));
            assertThat(usher("", "send", at(server), "add 2 3"))
                    .isEqualTo(new Outcome(1, "", sentence));
            assertThat(usher("add 2 3", "connect", at(server)))
                    .isEqualTo(new Outcome(1, "", sentence));
            assertThat(usher("", "files", "list", "--at", at(server)))
                    .isEqualTo(new Outcome(1, "", sentence));
            assertThat(usher("", "db", at(server), "tables"))
                    .isEqualTo(new Outcome(1, "", sentence));
        }
    }

    @Test
    void aFileWithoutCertificatesIsAWrongArgument() throws Exception {
        var empty = Files.writeString(folder.resolve("empty.pem"), "nothing").toString();
        var refused = usher("", "send", "--trust", empty, "127.0.0.1:9", "add 2 3");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).startsWith("usher: --trust: " + empty + ": not a PEM file");
    }

    @Test
    void filesGoThereAndComeBack() throws Exception {
        var mine = Files.writeString(folder.resolve("mine.txt"), "hello").toString();
        try (var store = FileStore.open(folder.resolve("store"), StoreLimits.defaults());
                var server =
                        new dev.usher.services.files.Files(store)
                                .on(Server.on(0).tls(shown))
                                .start()) {
            var there = List.of("--at", at(server), "--trust", trusted);
            assertThat(usher("", words(there, "files", "put", mine)).code()).isZero();
            assertThat(usher("", words(there, "files", "list")).out()).startsWith("mine.txt 5 ");
        }
    }

    @Test
    void tablesAreAskedFor() throws Exception {
        try (var tables = SqlTables.open(DatabaseSettings.inFile(folder.resolve("tables.db")));
                var server = new TableService(tables).on(Server.on(0).tls(shown)).start()) {
            var there = List.of("--trust", trusted);
            assertThat(usher("", words(there, "db", at(server), "create", "t", "n:integer")).code())
                    .isZero();
            assertThat(usher("", words(there, "db", at(server), "--csv", "tables")).out())
                    .contains("t");
        }
    }

    @Test
    void devicesReportAndAreWatched() throws Exception {
        var telemetry = new Telemetry(Readings.inMemory(), CommandLog.inMemory());
        try (var server = telemetry.on(Server.on(0).tls(shown)).start()) {
            var watch =
                    new FutureTask<>(() ->
                            usher(
                                    "",
                                    "watch",
                                    "*",
                                    at(server),
                                    "--count",
                                    "1",
                                    "--trust",
                                    trusted));
            Thread.startVirtualThread(watch);
            while (!watch.isDone()) { // the watcher may not have said yet what it watches
                var device = usher("{\"n\":1}\n", "device", "d", at(server), "--trust", trusted);
                assertThat(device.code()).isZero();
            }
            assertThat(watch.get().out()).startsWith("d {").endsWith("}\n");
        }
    }

    private static String[] words(List<String> last, String... first) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(last);
        return all.toArray(String[]::new);
    }
}
