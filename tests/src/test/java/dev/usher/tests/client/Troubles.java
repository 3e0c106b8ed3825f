package dev.usher.tests.client;

import dev.usher.Server;
import dev.usher.client.Client;
import dev.usher.client.Dialect;
import dev.usher.client.Remote;
import dev.usher.client.Retries;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** Servers that clients have trouble with, and clients that do not wait long. */
abstract class Troubles {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static Retries quick() {
        return Retries.defaults().pauses(Duration.ofMillis(10), Duration.ofMillis(200));
    }

    static Remote<String, String> to(Server server) {
        return Client.to("127.0.0.1", server.port(), Dialect.lines());
    }
}
