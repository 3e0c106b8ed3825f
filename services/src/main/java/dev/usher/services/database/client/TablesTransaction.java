package dev.usher.services.database.client;

import dev.usher.client.CallException;
import dev.usher.client.Session;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * A transaction: all of what is asked in it is done, or nothing. It has a connection of its own;
 * nothing in it is tried again. Closing it rolls it back, unless it was committed. For one thread.
 */
public final class TablesTransaction extends TableCalls implements AutoCloseable {
    private final Session<Request, JsonNode> connection;
    private final Duration patience;

    private TablesTransaction(Session<Request, JsonNode> connection, Duration patience) {
        this.connection = connection;
        this.patience = patience;
    }

    static TablesTransaction begin(Session<Request, JsonNode> connection, Duration patience)
            throws IOException {
        var transaction = new TablesTransaction(connection, patience);
        boolean begun = false;
        try {
            transaction.value("begin", Map.of());
            begun = true;
            return transaction;
        } finally {
            if (!begun) {
                connection.close();
            }
        }
    }

    @Override
    JsonNode ask(Request request) throws CallException, InterruptedException {
        return connection.call(request);
    }

    @Override
    void askForRows(String method, Map<String, ?> parameters, Rows rows)
            throws IOException, InterruptedException {
        var delivery = new Delivery(rows);
        try {
            delivery.from(connection, Request.of(method, parameters, delivery), patience);
        } finally {
            delivery.end();
        }
    }

    /**
     * Keeps what was done in it, and ends it.
     *
     * @throws CallException if there is no answer: whether it was kept is not known then
     */
    public void commit() throws IOException {
        end("commit");
    }

    /** Undoes what was done in it, and ends it. */
    public void rollback() throws IOException {
        end("rollback");
    }

    private void end(String how) throws IOException {
        try (connection) {
            value(how, Map.of());
        }
    }

    /** Ends it; rolled back, unless it was committed. */
    @Override
    public void close() {
        connection.close();
    }
}
