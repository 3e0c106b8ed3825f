package dev.usher;

import dev.usher.connection.ConversationHandler;
import dev.usher.pipeline.ServiceHandler;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

/**
 * What a server listens on and what it does there: an address, limits, deadlines, and a handler for
 * each client. An immutable value; each method returns a changed copy.
 *
 * <pre>{@code
 * Server.on(9999).answer(Lines.utf8(), line -> line.toUpperCase(Locale.ROOT)).start()
 * }</pre>
 *
 * @param name what events, threads and reports call it
 * @param address where it listens; port 0 lets the system choose
 * @param limits how much it and its clients may take
 * @param deadlines how long it waits for what
 * @param pipeline how many requests of one client run at once, with a service
 * @param tls the server's certificates, if it speaks TLS; {@code null} for plain TCP
 * @param handlers makes the handler of each client
 * @param events who hears what happens
 */
public record Listener(
        String name,
        InetSocketAddress address,
        Limits limits,
        Deadlines deadlines,
        Pipeline pipeline,
        @Nullable SSLContext tls,
        ClientHandler.Factory handlers,
        List<Consumer<Event>> events) {

    private static final ClientHandler.Factory UNDECIDED =
            peer -> {
                throw new IllegalStateException("this listener has no handler");
            };

    /** Checks that nothing is missing. */
    public Listener {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(deadlines, "deadlines");
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(handlers, "handlers");
        events = List.copyOf(events);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("no such host: " + address.getHostString());
        }
    }

    /** Answers a request by a function of the request alone. */
    @FunctionalInterface
    public interface Answer<I, O> {
        /**
         * The answer, or {@code null} for none.
         *
         * @throws Exception as {@link Service#serve}
         */
        @Nullable O answer(I request) throws Exception;
    }

    /**
     * A listener on the loopback address, which only this machine can reach.
     *
     * @param port 1 to 65,535, or 0 for one that the system chooses
     */
    public static Listener on(int port) {
        return new Listener(
                "port-" + port,
                loopback(port),
                Limits.defaults(),
                Deadlines.defaults(),
                Pipeline.sequential(),
                null,
                UNDECIDED,
                List.of());
    }

    private static InetSocketAddress loopback(int port) {
        Limits.Ranges.check("port", port, 0, 65_535);
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /** This listener under another name. */
    public Listener named(String name) {
        return new Listener(name, address, limits, deadlines, pipeline, tls, handlers, events);
    }

    /**
     * This listener on another address of this machine, the port unchanged; {@code "0.0.0.0"} is
     * all of them.
     *
     * @throws IllegalArgumentException if the host is unknown
     */
    public Listener bind(String host) {
        var bound = new InetSocketAddress(host, address.getPort());
        return new Listener(name, bound, limits, deadlines, pipeline, tls, handlers, events);
    }

    /** This listener with other limits. */
    public Listener limits(Limits limits) {
        return new Listener(name, address, limits, deadlines, pipeline, tls, handlers, events);
    }

    /** This listener with other deadlines. */
    public Listener deadlines(Deadlines deadlines) {
        return new Listener(name, address, limits, deadlines, pipeline, tls, handlers, events);
    }

    /** This listener with another pipeline for the requests of one client. */
    public Listener pipeline(Pipeline pipeline) {
        return new Listener(name, address, limits, deadlines, pipeline, tls, handlers, events);
    }

    /** This listener, speaking TLS 1.3 or 1.2 with these certificates. */
    public Listener tls(SSLContext context) {
        return new Listener(name, address, limits, deadlines, pipeline, context, handlers, events);
    }

    /** This listener, telling this consumer too what happens. */
    public Listener events(Consumer<Event> consumer) {
        var more = new ArrayList<>(events);
        more.add(consumer);
        return new Listener(name, address, limits, deadlines, pipeline, tls, handlers, more);
    }

    /** This listener, answering each request by a function. */
    public <I, O> Listener answer(Protocol<I, O> protocol, Answer<I, O> answer) {
        Objects.requireNonNull(answer);
        return serve(protocol, (request, call) -> answer.answer(request));
    }

    /** This listener, answering each request by a service behind filters, the outermost first. */
    @SafeVarargs
    public final <I, O> Listener serve(
            Protocol<I, O> protocol, Service<I, O> service, Filter<I, O>... filters) {
        Objects.requireNonNull(protocol);
        var filtered = Objects.requireNonNull(service);
        for (int i = filters.length - 1; i >= 0; i--) {
            filtered = filters[i].around(filtered);
        }
        var served = filtered;
        return handlers(peer -> new ServiceHandler<>(protocol.codec(peer), served));
    }

    /** This listener, giving each client a handler that speaks a protocol with it. */
    public <I, O> Listener converse(Protocol<I, O> protocol, Conversation.Handler<I, O> handler) {
        Objects.requireNonNull(protocol);
        Objects.requireNonNull(handler);
        return handlers(peer -> new ConversationHandler<>(protocol.codec(peer), handler));
    }

    /** This listener with a handler that serves every client; it must hold no client's state. */
    public Listener handle(ClientHandler handler) {
        Objects.requireNonNull(handler);
        return handlers(peer -> handler);
    }

    /** This listener with a handler made for each client. */
    public Listener handlers(ClientHandler.Factory factory) {
        return new Listener(name, address, limits, deadlines, pipeline, tls, factory, events);
    }

    /**
     * Starts a server with this one listener.
     *
     * @throws java.net.BindException if the address is taken
     * @throws IOException if the system refuses for another reason
     * @throws IllegalStateException if it has no handler
     */
    public Server start() throws IOException {
        return Server.start(this);
    }

    @SuppressWarnings("ReferenceEquality") // is it this very factory
    boolean isUndecided() {
        return handlers == UNDECIDED;
    }
}
