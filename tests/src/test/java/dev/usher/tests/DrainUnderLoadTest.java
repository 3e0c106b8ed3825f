package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stops a server in the middle of its work. Every request that was served has its answer, whole and
 * right, and the others have none at all.
 */
class DrainUnderLoadTest {
    private static final String DRAINING = "BUSY retry-after=2 draining";
    private static final int CLIENTS = 20;
    private static final int WARM = 2_000;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final AtomicInteger served = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 8", "16, 1", "16, 8", "200, 8"})
    void everyRequestThatWasServedHasItsAnswer(int batch, int atOnce) throws Exception {
        var server =
                servers.start(
                        Server.on(0)
                                .limits(Limits.defaults().running(CLIENTS))
                                .pipeline(
                                        atOnce == 1
                                                ? Pipeline.sequential()
                                                : Pipeline.ordered(atOnce))
                                .answer(Lines.utf8(), this::answer));
        var clients = new ArrayList<FutureTask<Integer>>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(start(servers.connect(server), i, batch));
        }
        servers.events().await(CLIENTS, Event.Running.class); // who is not let in yet is reset
        servers.await("the server is at work", () -> served.get() > WARM);

        var report = server.drain();

        int received = 0;
        for (var client : clients) {
            received += client.get();
        }
        assertThat(received).isEqualTo(served.get());
        assertThat(report.cut()).isZero();
        assertThat(report.finished()).isEqualTo(CLIENTS);
        assertThat(servers.events().of(Event.Closed.class)).hasSize(CLIENTS);
    }

    private String answer(String request) {
        served.incrementAndGet();
        return "answer to " + request;
    }

    private static FutureTask<Integer> start(TestClient client, int number, int batch) {
        var task =
                new FutureTask<>(() -> {
                    try (client) {
                        return talk(client, number, batch);
                    }
                });
        Thread.ofPlatform().name("client").start(task);
        return task;
    }

    /** Sends batches and reads their answers until the server is done; how many there were. */
    private static int talk(TestClient client, int number, int batch) throws IOException {
        int received = 0;
        for (; ; ) {
            var requests = requests(number, received, batch);
            client.send(String.join("\n", requests) + "\n");
            for (var request : requests) {
                var answer = client.readLine();
                if (answer == null || answer.equals(DRAINING)) {
                    assertThat(client.readLine()).isNull();
                    return received;
                }
                assertThat(answer).isEqualTo("answer to " + request);
                received++;
            }
        }
    }

    private static List<String> requests(int client, int from, int count) {
        var requests = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            requests.add("request " + (from + i) + " of client " + client);
        }
        return requests;
    }
}
