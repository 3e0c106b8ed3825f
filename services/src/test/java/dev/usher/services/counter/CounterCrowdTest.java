package dev.usher.services.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many clients count at once. */
class CounterCrowdTest {
    private static final int CLIENTS = 200;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    /** Works enough that a million increments take longer than any test. */
    private final Counter counter = new Counter(20_000);

    private final Set<Integer> counting = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        counter.close();
    }

    @Test
    void everyAnswerIsRightAlthoughSomeVanishAndNoTaskIsLeft() throws Exception {
        var server = servers.start(counter.unframed(Server.on(0), this::watch));
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                done.add(
                        people.submit(() -> {
                            var client = servers.connect(server);
                            if (number % 4 == 0) {
                                vanish(client);
                            } else {
                                count(client, number);
                            }
                            return number;
                        }));
            }
            for (var client : done) {
                client.get();
            }
        }
        servers.await("no task is left", () -> counter.tasks() == 0);
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }

    /** Notes the port of whoever is counted for. */
    private void watch(String line) {
        if (line.startsWith("Server counts")) {
            counting.add(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
        }
    }

    private void vanish(TestClient client) throws Exception {
        client.send("0 1000000");
        servers.await("its tasks have begun", () -> counting.contains(client.address().getPort()));
        client.reset();
    }

    private static void count(TestClient client, int start) throws Exception {
        for (int repetitions = 1; repetitions <= 10; repetitions++) {
            var answer = Integer.toString(start + repetitions);
            client.send(start + " " + repetitions);
            assertThat(new String(client.read(answer.length()), StandardCharsets.US_ASCII))
                    .isEqualTo(answer);
        }
    }
}
