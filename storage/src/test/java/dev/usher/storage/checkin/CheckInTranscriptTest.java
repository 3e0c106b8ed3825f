package dev.usher.storage.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.services.checkin.CheckIn;
import dev.usher.services.echo.Echo;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What clients of check-in see when its roster is in a database. */
@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(120)
class CheckInTranscriptTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir private Path folder;
    @Parameter private TestEngine engine;

    private DatabaseSettings settings;
    private Database database;

    @BeforeEach
    void open() throws Exception {
        settings = engine.settings(folder);
        database = Database.open(settings);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    private CheckIn checkIn() throws IOException {
        return new CheckIn(
                SqlRoster.in(database, 2),
                InstantSource.fixed(Instant.parse("2026-03-02T09:00:00.123456Z")));
    }

    @Test
    void aStudentChecksInAndIsOnTheRoster() throws Exception {
        var client = servers.connect(servers.start(checkIn().on(Server.on(0))));
        client.send(
                """
                roster
                checkin abrown 123456789 "Alice Brown"
                roster
                checkin bchen 007 Bob
                checkin alice 123456789 Alice
                checkin c 8 Carol
                roster
                {"jsonrpc":"2.0","id":1,"method":"roster","params":{"sid":"007"}}
                """);
        int port = client.address().getPort();
        var bob = row("Bob", "bchen", "007", port);
        assertThat(client.readLines(8))
                .containsExactly(
                        "[]",
                        "OK client " + port,
                        "[" + row("Alice Brown", "abrown", "123456789", port) + "]",
                        "OK client " + port,
                        "OK client " + port,
                        "ERROR full the roster is full: 2 students",
                        "[" + row("Alice", "alice", "123456789", port) + "," + bob + "]",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[" + bob + "]}");
    }

    private static String row(String name, String github, String sid, int port) {
        return """
        {"name":"%s","github":"%s","sid":"%s","client":%d,"at":"2026-03-02T09:00:00.123Z"}\
        """
                .formatted(name, github, sid, port);
    }

    @Test
    void aDatabaseThatIsAwayIsToldInWordsOfTheProtocol() throws Exception {
        var checkIn = checkIn();
        var lines = servers.connect(servers.start(checkIn.on(Server.on(0))));
        var pickle = servers.connect(servers.start(checkIn.pickle(Server.on(0))));
        database.close();
        lines.send("checkin a 1 A\nroster\n");
        var words = "the database cannot be used now; nothing was done";
        assertThat(lines.readLines(2))
                .containsExactly("ERROR unavailable " + words, "ERROR unavailable " + words);
        pickle.send("(dVstudent_name\nVA\nsVgithub_username\nVa\nsVsid\nI1\ns.");
        var seen = new StringBuilder();
        while (!seen.toString().endsWith("ERROR: " + words)) { // else there is a timeout
            seen.append((char) pickle.read(1)[0]);
        }
    }

    @Test
    void aDatabaseThatIsBusyDelaysNobodyElse() throws Exception {
        var server =
                servers.start(
                        checkIn().on(Server.on(0).named("checkin")),
                        new Echo().on(Server.on(0).named("echo")));
        var held = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var holder = Thread.startVirtualThread(() -> hold(held, go));
        held.await();
        var waiting = new ArrayList<TestClient>();
        for (int i = 0; i < 40; i++) { // more than there are carriers
            var client = servers.connect(TestClient.to(server.address("checkin")));
            client.send("checkin a 1 A\n");
            waiting.add(client);
        }
        var other = servers.connect(TestClient.to(server.address("echo")));
        for (int i = 0; i < 100; i++) {
            other.send("hello\n");
            assertThat(other.readLine()).isEqualTo("hello");
        }
        go.countDown();
        holder.join();
        for (var client : waiting) {
            assertThat(client.readLine()).startsWith("OK client ");
        }
    }

    private void hold(CountDownLatch held, CountDownLatch go) {
        try {
            database.write(connection -> {
                held.countDown();
                return await(go);
            });
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }
}
