package dev.usher.client;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

/**
 * A server to be, and how to speak with it. An immutable value; each method returns a changed copy.
 *
 * @param server its address, by name or number; a name is looked up for each connection
 * @param dialect the protocol
 * @param limits how much the client takes
 * @param retries how it tries again
 * @param tls whom to trust, if the server speaks TLS; {@code null} for plain TCP
 * @param opening what each connection begins with, before anything else is asked over it
 * @param stays whether the client always has a connection, and not only when something is asked
 * @param pushes hears what the server sends on its own, one message after another
 * @param events hears what happens to the connections; must not wait
 * @param <Q> the requests
 * @param <A> the answers
 */
public record Remote<Q, A>(
        InetSocketAddress server,
        Dialect<Q, A> dialect,
        ClientLimits limits,
        Retries retries,
        @Nullable SSLContext tls,
        Opening<Q, A> opening,
        boolean stays,
        Consumer<? super A> pushes,
        Consumer<? super ClientEvent> events) {

    /**
     * What a connection begins with: logging in, or saying again who one is.
     *
     * @param <Q> the requests
     * @param <A> the answers
     */
    @FunctionalInterface
    public interface Opening<Q, A> {
        /**
         * Opens a new connection.
         *
         * @throws CallException to give this connection up
         */
        void open(Session<Q, A> connection) throws CallException, InterruptedException;
    }

    /** Checks that nothing is missing. */
    public Remote {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(retries, "retries");
        Objects.requireNonNull(opening, "opening");
        Objects.requireNonNull(pushes, "pushes");
        Objects.requireNonNull(events, "events");
    }

    /** This server with other limits for the client. */
    public Remote<Q, A> limits(ClientLimits limits) {
        return new Remote<>(server, dialect, limits, retries, tls, opening, stays, pushes, events);
    }

    /** This server, tried again in another way. */
    public Remote<Q, A> retries(Retries retries) {
        return new Remote<>(server, dialect, limits, retries, tls, opening, stays, pushes, events);
    }

    /**
     * This server, speaking TLS.
     *
     * @param context whom to trust; the certificate must be for the server's name or number
     */
    public Remote<Q, A> tls(SSLContext context) {
        return new Remote<>(
                server, dialect, limits, retries, context, opening, stays, pushes, events);
    }

    /** This server, with this at the beginning of each connection. */
    public Remote<Q, A> opening(Opening<Q, A> opening) {
        return new Remote<>(server, dialect, limits, retries, tls, opening, stays, pushes, events);
    }

    /**
     * This server, with a connection all the time: at once, and again when it is lost. For clients
     * that wait for pushes.
     */
    public Remote<Q, A> staying() {
        return new Remote<>(server, dialect, limits, retries, tls, opening, true, pushes, events);
    }

    /** This server with another listener to its pushes; without one they are dropped. */
    public Remote<Q, A> pushes(Consumer<? super A> listener) {
        return new Remote<>(
                server, dialect, limits, retries, tls, opening, stays, listener, events);
    }

    /** This server with another listener to what happens to the connections. */
    public Remote<Q, A> events(Consumer<? super ClientEvent> listener) {
        return new Remote<>(
                server, dialect, limits, retries, tls, opening, stays, pushes, listener);
    }

    /** A client of this server. It connects when something is asked, unless it stays connected. */
    public Client<Q, A> open() {
        return new Client<>(this);
    }
}
