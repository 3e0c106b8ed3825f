package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Stops servers at the worst moment: while clients arrive. The extension finds who is forgotten.
 */
class StopWhileArrivingTest {
    private static final int ROUNDS = 100;
    private static final int CLIENTS = 4;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void aServerThatIsCutWhileClientsArriveForgetsNobody() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            stopWhileClientsArrive(Server::cut);
        }
    }

    @Test
    void aServerThatIsDrainedWhileClientsArriveForgetsNobody() throws Exception {
        for (int round = 0; round < ROUNDS / 10; round++) {
            stopWhileClientsArrive(Server::drain);
        }
    }

    private void stopWhileClientsArrive(Consumer<Server> stop) throws Exception {
        var server = servers.start(listener());
        var stopped = new AtomicBoolean();
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            // Not virtual: who is refused again and again never lets go of its carrier.
            clients.add(Thread.ofPlatform().start(() -> arrive(server, stopped)));
        }
        servers.await("clients arrive", () -> server.status().getFirst().served() > 10);

        stop.accept(server);

        stopped.set(true);
        for (var client : clients) {
            client.join();
        }
        var status = server.status().getFirst();
        assertThat(status.served() + status.refused() + status.gaveUp())
                .isEqualTo(status.accepted());
    }

    private static void arrive(Server server, AtomicBoolean stopped) {
        while (!stopped.get()) {
            try (var client = TestClient.to(server).connect()) {
                client.send("hello\n");
                client.endOutput();
                client.awaitEnd();
            } catch (IOException turnedAway) {
                // by a server that stops
            }
        }
    }

    private static Listener listener() {
        return Server.on(0)
                .limits(Limits.defaults().running(2).waiting(2))
                .answer(Lines.utf8(), line -> line);
    }
}
