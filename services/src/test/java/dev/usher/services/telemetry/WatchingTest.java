package dev.usher.services.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Readings that are pushed to watchers. */
class WatchingTest {
    private static final String NOW = "2026-03-02T09:00:00Z";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private Server server;
    private TestClient device;
    private TestClient watcher;

    @BeforeEach
    void connect() throws Exception {
        var telemetry =
                new Telemetry(
                        Readings.inMemory(),
                        CommandLog.inMemory(),
                        InstantSource.fixed(Instant.parse(NOW)));
        server = servers.start(telemetry.on(Server.on(0)));
        device = servers.connect(server);
        watcher = servers.connect(server);
    }

    private static void say(TestClient client, String line) throws Exception {
        client.send(line.replace('\'', '"') + "\n");
    }

    private static void hear(TestClient client, String line) throws Exception {
        assertThat(client.readLine()).isEqualTo(line.replace('\'', '"').replace("NOW", NOW));
    }

    private static void ask(TestClient client, String line) throws Exception {
        say(client, line);
        hear(client, "OK");
    }

    @Test
    void watchersAreSentReadingsAsTheyArrive() throws Exception {
        ask(watcher, "watch a");
        ask(device, "report b {'n':0}");
        ask(device, "report a [{'n':1},{'n':2.50}]");
        hear(watcher, "READING a {'at':'NOW','n':1}");
        hear(watcher, "READING a {'at':'NOW','n':2.5}");
        ask(watcher, "unwatch a");
        ask(device, "report a {'n':3}");
        ask(watcher, "watch *");
        ask(device, "report b {'n':4}");
        hear(watcher, "READING b {'at':'NOW','n':4}");
    }

    @Test
    void overJsonRpcTheyAreNotifications() throws Exception {
        say(watcher, "{'jsonrpc':'2.0','id':1,'method':'watch','params':['*']}");
        hear(watcher, "{'jsonrpc':'2.0','id':1,'result':true}");
        ask(device, "report a {'n':1}");
        hear(
                watcher,
                "{'jsonrpc':'2.0','method':'reading','params':"
                        + "{'device':'a','reading':{'at':'NOW','n':1}}}");
    }

    @Test
    void aReadingComesOnceHoweverOftenItIsWatchedAndADuplicateNotAtAll() throws Exception {
        ask(watcher, "watch *");
        ask(watcher, "watch a");
        ask(watcher, "watch a");
        ask(device, "report a {'n':1} at=" + NOW);
        ask(device, "report a {'n':1} at=" + NOW);
        ask(device, "report a {'n':2}");
        hear(watcher, "READING a {'at':'NOW','n':1}");
        hear(watcher, "READING a {'at':'NOW','n':2}");
    }

    @Test
    void aWatcherThatDoesNotReadLosesTheOldestAndIsToldHowMany() throws Exception {
        var slow = servers.connect(TestClient.to(server).receiveBuffer(4096));
        ask(slow, "watch *");
        ask(watcher, "watch *");
        int reports = 200;
        int batch = 500;
        for (int i = 0; i < reports; i++) {
            int first = i * batch;
            var readings =
                    IntStream.range(first, first + batch)
                            .mapToObj(n -> "{'n':" + n + ",'text':'" + "x".repeat(80) + "'}")
                            .collect(Collectors.joining(",", "[", "]"));
            ask(device, "report a " + readings);
            for (int n = first; n < first + batch; n++) {
                assertThat(watcher.readLine()).contains("\"n\":" + n + ",");
            }
        }
        long expected = 0;
        long lost = 0;
        while (expected < (long) reports * batch) {
            var line = slow.readLine();
            if (line.startsWith("LOST ")) {
                lost += Long.parseLong(line.substring(5));
                expected += Long.parseLong(line.substring(5));
            } else {
                assertThat(line).contains("\"n\":" + expected + ",");
                expected++;
            }
        }
        assertThat(lost).isPositive();
        ask(slow, "unwatch *");
    }

    @Test
    void whoWatchesManyDevicesWatchesAllInstead() throws Exception {
        for (int i = 0; i < Session.MOST_WATCHED; i++) {
            ask(watcher, "watch d" + i);
        }
        say(watcher, "watch more");
        hear(watcher, "ERROR full you watch 1000 devices already; * is all");
        ask(watcher, "watch d7");
        ask(watcher, "unwatch d7");
        ask(watcher, "watch more");
        ask(device, "report more {'n':1}");
        hear(watcher, "READING more {'at':'NOW','n':1}");
    }
}
