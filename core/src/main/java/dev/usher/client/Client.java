package dev.usher.client;

import dev.usher.Protocol;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A client of one server. Many threads may use it at once, over one connection or a few: requests
 * are pipelined, and each caller gets its own answer.
 *
 * <pre>{@code
 * try (var client = Client.to("127.0.0.1", 9999, Lines.utf8()).open()) {
 *     IO.println(client.call("hello"));
 * }
 * }</pre>
 *
 * <p>It connects when it must, and again when the connection is lost, with growing pauses ({@link
 * Retries}). A server that is busy or stopping is left alone for as long as it asks.
 *
 * @param <Q> the requests
 * @param <A> the answers
 */
public final class Client<Q, A> implements AutoCloseable {
    private final Remote<Q, A> remote;
    private final Connections<Q, A> connections;
    private final RetryBudget budget;
    private final Spares<Q, A> spares;

    Client(Remote<Q, A> remote) {
        this.remote = remote;
        connections = new Connections<>(remote);
        budget = new RetryBudget(remote.retries());
        spares =
                new Spares<>(
                        remote.limits().connections(), remote.limits().spare(), Client::runLater);
        connections.start();
    }

    private static void runLater(Runnable task, Duration after) {
        CompletableFuture.delayedExecutor(after.toNanos(), TimeUnit.NANOSECONDS).execute(task);
    }

    /** A server whose answers come in order and say no in no way that a client could tell. */
    public static <Q, A> Remote<Q, A> to(String host, int port, Protocol<A, Q> protocol) {
        return to(host, port, Dialect.of(protocol));
    }

    /**
     * A server that speaks this dialect.
     *
     * @param port 1 to 65,535
     */
    public static <Q, A> Remote<Q, A> to(String host, int port, Dialect<Q, A> dialect) {
        ClientLimits.check("port", port, 1, 65_535);
        return new Remote<>(
                InetSocketAddress.createUnresolved(host, port),
                dialect,
                ClientLimits.defaults(),
                Retries.defaults(),
                null,
                connection -> {},
                false,
                message -> {},
                event -> {});
    }

    /**
     * Asks, and waits for the answer as long as {@link ClientLimits#call} says. If the request was
     * surely not done, or may be done twice, it is sent again within that time.
     *
     * @throws CallException if there is no answer: why, and whether it may have been done
     * @throws IllegalArgumentException if the request cannot be written in this protocol
     */
    public A call(Q request) throws CallException, InterruptedException {
        return call(request, remote.limits().call());
    }

    /** As {@link #call(Object)}, waiting at most this long. */
    public A call(Q request, Duration longest) throws CallException, InterruptedException {
        long due = System.nanoTime() + longest.toNanos();
        budget.add();
        while (true) {
            var exchange = connections.take(due);
            try {
                return exchange.ask(request, due).await();
            } catch (CallException failed) {
                if (!isWorthRepeating(failed, request)) {
                    throw failed;
                }
            }
        }
    }

    private boolean isWorthRepeating(CallException failed, Q request) {
        return switch (failed) {
            case CallException.Busy _ -> true;
            case CallException.Lost lost ->
                    (!lost.mayHaveBeenDone() || remote.dialect().repeatable().test(request))
                            && budget.take();
            default -> false;
        };
    }

    /**
     * Asks, and does not wait for the answer. Waits only for a connection, and for room among the
     * requests {@linkplain ClientLimits#inFlight in flight}. What was sent is not sent again.
     *
     * @return the answer to come, or a {@link CallException}; completed by a thread of the client,
     *     which waits for what depends on it
     * @throws CallException if it cannot be sent
     */
    public CompletableFuture<A> send(Q request) throws CallException, InterruptedException {
        long due = System.nanoTime() + remote.limits().call().toNanos();
        budget.add();
        var pending = connections.take(due).ask(request, due);
        pending.watch();
        return pending;
    }

    /**
     * A connection of its own, besides those of this client. It has the same opening, limits and
     * listeners. Waits for it as long as {@link ClientLimits#call} says, as a call does.
     *
     * @throws CallException if none comes about
     */
    public Session<Q, A> session() throws CallException, InterruptedException {
        return session(remote.limits().call());
    }

    /** As {@link #session()}, waiting at most this long. */
    public Session<Q, A> session(Duration longest) throws CallException, InterruptedException {
        return connections.session(System.nanoTime() + longest.toNanos());
    }

    /**
     * What is done over one connection.
     *
     * @param <Q> the requests
     * @param <A> the answers
     * @param <T> what comes of it
     */
    @FunctionalInterface
    public interface Work<Q, A, T> {
        /**
         * Does it.
         *
         * @throws IOException what came in between; the connection is closed then
         */
        T over(Session<Q, A> connection) throws IOException, InterruptedException;
    }

    /**
     * Does something over a connection that nobody else uses meanwhile: what takes several
     * requests, or {@linkplain Session#transfer moves} more than others should wait for. The
     * connection is kept for the next such work for {@linkplain ClientLimits#spare a moment}, up to
     * {@link ClientLimits#connections} of them, unless the work throws. It is done once: who wants
     * it tried again asks again.
     *
     * @param longest how long to wait for a connection; not at all if the server is known to have
     *     none before that is over
     * @throws CallException if there is no connection
     * @throws IOException what the work throws
     */
    public <T> T alone(Duration longest, Work<Q, A, T> work)
            throws IOException, InterruptedException {
        var spare = spares.take();
        var connection = spare == null ? session(longest) : spare;
        boolean done = false;
        try {
            var result = work.over(connection);
            done = true;
            return result;
        } finally {
            if (done) {
                spares.keep(connection);
            } else {
                connection.close();
            }
        }
    }

    /** Ends all its connections; requests without an answer fail. */
    @Override
    public void close() {
        connections.close();
    }
}
