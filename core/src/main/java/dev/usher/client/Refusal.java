package dev.usher.client;

import java.time.Duration;

/** How a server says no, as a {@link Dialect} understands it. */
public sealed interface Refusal {

    /**
     * There is no place for this client now, or the server is stopping: it ends the connection, and
     * does nothing of what it has not answered.
     *
     * @param message what it said
     * @param retryAfter how long it advises to wait
     */
    record Busy(String message, Duration retryAfter) implements Refusal {}

    /**
     * It will not do one request, the one that this is the answer to. The connection goes on,
     * unless the server ends it.
     *
     * @param code a short name for programs
     * @param message a sentence for people
     * @param mayHaveBeenDone whether something of it may have been done nevertheless
     */
    record Rejected(String code, String message, boolean mayHaveBeenDone) implements Refusal {}
}
