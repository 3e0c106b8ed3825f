package dev.usher.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Makes connections to one server. Safe for use by many threads. */
final class Connector<Q, A> {
    private final Remote<Q, A> remote;
    private final Consumer<? super A> pushes;
    private final BiConsumer<Exchange<Q, A>, End> ended;
    private final AtomicLong count = new AtomicLong();

    /**
     * Of this server.
     *
     * @param ended hears when a connection has ended, before those who await answers do
     */
    Connector(
            Remote<Q, A> remote,
            Consumer<? super A> pushes,
            BiConsumer<Exchange<Q, A>, End> ended) {
        this.remote = remote;
        this.pushes = pushes;
        this.ended = ended;
    }

    /** A new connection, opened. */
    Exchange<Q, A> connect() throws CallException, InterruptedException {
        var wire = wire();
        var exchange = new Exchange<>(remote, wire, count.incrementAndGet(), pushes, ended);
        exchange.start();
        boolean opened = false;
        try {
            remote.opening().open(exchange);
            opened = true;
            Listening.tell(remote.events(), new ClientEvent.Connected(wire.remote(), wire.local()));
            return exchange;
        } finally {
            if (!opened) {
                exchange.close();
            }
        }
    }

    private Wire wire() throws CallException {
        var limits = remote.limits();
        try {
            return new Dialing(
                            remote.server(),
                            remote.tls(),
                            limits.message(),
                            InetAddress::getAllByName)
                    .connect(limits.connect());
        } catch (IOException failed) {
            throw new CallException.Unreachable(
                    "cannot connect to %s: %s"
                            .formatted(Words.address(remote.server()), why(failed)),
                    failed);
        }
    }

    /** The JDK begins these words with a capital letter, and all others without. */
    private static String why(IOException failed) {
        var why = Words.reason(failed);
        return failed instanceof ConnectException
                ? why.substring(0, 1).toLowerCase(Locale.ROOT) + why.substring(1)
                : why;
    }
}
