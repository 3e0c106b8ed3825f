package dev.usher.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Connects the clients of a shape, and closes them. */
public final class Clients implements AutoCloseable {
    /** After so many, one waits for an answer, so that the server's backlog does not overflow. */
    private static final int AT_ONCE = 100;

    private final List<Client> clients = new ArrayList<>();

    /**
     * Connects.
     *
     * @param served whether each gets an answer, so that the server has done all it does for a
     *     client; else only some do
     */
    public Clients(Shape shape, int port, boolean served) throws IOException {
        var server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        var batches = new Batches(shape.depth(), shape.lineBytes());
        var buffer = ByteBuffer.allocateDirect(64 * 1024);
        try {
            for (int i = 0; i < shape.connections(); i++) {
                var client = new Client(server, i, batches.of(i));
                clients.add(client);
                if (shape.kind() != Shape.Kind.RECONNECT) {
                    client.channel().connect(server);
                    if (served || i % AT_ONCE == AT_ONCE - 1) {
                        client.exchange(buffer);
                    }
                }
            }
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    /** Every {@code step}th client, from this one on. */
    List<Client> every(int step, int first) {
        var some = new ArrayList<Client>();
        for (int i = first; i < clients.size(); i += step) {
            some.add(clients.get(i));
        }
        return some;
    }

    @Override
    public void close() throws IOException {
        for (var client : clients) {
            client.close();
        }
    }
}
