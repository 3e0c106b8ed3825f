package dev.usher.services.database.client;

import dev.usher.client.CallException;
import dev.usher.client.Session;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;

/**
 * Hands rows to who asked for them, on a thread of the connection, until he waits no more. What he
 * throws is kept for him.
 */
final class Delivery {
    private final TableCalls.Rows rows;
    private boolean begun;
    private boolean over;
    private @Nullable Throwable failure;

    Delivery(TableCalls.Rows rows) {
        this.rows = rows;
    }

    synchronized void row(JsonNode row) throws IOException {
        if (over) {
            throw new IOException("nobody takes them any more");
        }
        begun = true;
        try {
            rows.row(row);
        } catch (IOException | RuntimeException | Error thrown) {
            failure = thrown;
            throw thrown;
        }
    }

    /**
     * Asks for the rows, and waits until they have come. If they do not, the connection is closed,
     * unless the server has said why: rows may still be on their way.
     */
    void from(Session<Request, JsonNode> connection, Request request, Duration silence)
            throws CallException, InterruptedException {
        boolean answered = false;
        try {
            connection.transfer(request, silence);
            answered = true;
        } catch (CallException.Rejected no) {
            answered = true;
            throw no;
        } finally {
            if (!answered) {
                connection.close();
            }
        }
    }

    /**
     * Makes sure that nothing has failed.
     *
     * @throws IOException what was thrown by who takes them
     */
    synchronized void check() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException thrown -> throw thrown;
            case RuntimeException defect -> throw defect;
            case Error error -> throw error;
            default -> throw new IOException(failure);
        }
    }

    /**
     * Ends it, when the row that is just being taken has been.
     *
     * @return whether any was taken
     * @throws IOException what was thrown by who takes them
     */
    synchronized boolean end() throws IOException {
        over = true;
        check();
        return begun;
    }
}
