package dev.usher.services.database.client;

import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientLimits;
import dev.usher.client.Session;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/**
 * A client of a database service, which many threads may use at once.
 *
 * <pre>{@code
 * try (var client = TablesClient.to(new InetSocketAddress("127.0.0.1", 12006))) {
 *     client.create("students", "name:text sid:integer:unique");
 *     client.insert("students", rows);
 *     client.fetch(Map.of("table", "students"), row -> System.out.println(row));
 * }
 * }</pre>
 *
 * <p>It connects when it must, and again when the connection is lost. What only reads is asked
 * again then, as long as no row was handed on; what a server did not do because it was busy, too,
 * as soon as that advises. Rows of any number pass one by one, over a connection of their own; who
 * takes them slowly holds up nobody else.
 */
public final class TablesClient extends TableCalls implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Client<Request, JsonNode> client;
    private final Duration patience;

    private TablesClient(Client<Request, JsonNode> client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /** A client of this server, which waits for a minute. */
    public static TablesClient to(InetSocketAddress server) {
        return to(server, PATIENCE, null);
    }

    /**
     * A client of this server.
     *
     * @param patience how long to wait for an answer, and for each 64 KiB of rows; 1 ms to a day
     * @param tls whom to trust, if the server speaks TLS; {@code null} if it does not
     */
    public static TablesClient to(
            InetSocketAddress server, Duration patience, @Nullable SSLContext tls) {
        var remote =
                Client.to(server.getHostString(), server.getPort(), TableLines.dialect())
                        .limits(ClientLimits.defaults().call(patience));
        return new TablesClient((tls == null ? remote : remote.tls(tls)).open(), patience);
    }

    @Override
    JsonNode ask(Request request) throws CallException, InterruptedException {
        return client.call(request);
    }

    @Override
    void askForRows(String method, Map<String, ?> parameters, Rows rows)
            throws IOException, InterruptedException {
        long due = System.nanoTime() + patience.toNanos();
        while (true) {
            var delivery = new Delivery(rows);
            Optional<CallException> failed;
            boolean begun;
            try {
                var request = Request.of(method, parameters, delivery);
                failed = client.alone(until(due), over -> deliver(delivery, request, over));
            } finally {
                begun = delivery.end();
            }
            if (failed.isEmpty()) {
                return;
            }
            if (begun || !isPassing(failed.get()) || until(due).isZero()) {
                throw failed.get();
            }
        }
    }

    /** Has the rows come over this connection, which is kept if it can be; if they did not, why. */
    private Optional<CallException> deliver(
            Delivery delivery, Request request, Session<Request, JsonNode> connection)
            throws InterruptedException {
        try {
            delivery.from(connection, request, patience);
            return Optional.empty();
        } catch (CallException failed) {
            return Optional.of(failed);
        }
    }

    private static Duration until(long due) {
        return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    }

    private static boolean isPassing(CallException failed) {
        return failed instanceof CallException.Busy || failed instanceof CallException.Lost;
    }

    /**
     * Asks in SQL.
     *
     * @param rows takes what is found
     */
    public void query(String sql, Rows rows) throws IOException {
        list("query", Map.of("sql", sql), rows);
    }

    /**
     * Begins a transaction, over a connection of its own.
     *
     * @return what is asked in it; to be closed, which rolls it back unless it was committed
     */
    public TablesTransaction begin() throws IOException {
        return told(() -> {
            long due = System.nanoTime() + patience.toNanos();
            while (true) {
                try {
                    return TablesTransaction.begin(client.session(until(due)), patience);
                } catch (CallException failed) {
                    if (!isPassing(failed) || until(due).isZero()) {
                        throw failed;
                    }
                }
            }
        });
    }

    /** Ends its connections; transactions that are open are rolled back. */
    @Override
    public void close() {
        client.close();
    }
}
