package dev.usher.client;

import java.net.InetSocketAddress;
import java.time.Duration;

/** What happens to a client's connections. */
public sealed interface ClientEvent {

    /**
     * There is a connection, and it has begun with what each begins with.
     *
     * @param server the server's address
     * @param local the client's
     */
    record Connected(InetSocketAddress server, InetSocketAddress local) implements ClientEvent {}

    /**
     * A connection ended, and the client did not end it.
     *
     * @param why the reason
     */
    record Disconnected(CallException why) implements ClientEvent {}

    /**
     * No connection came about.
     *
     * @param why the reason
     */
    record Failed(CallException why) implements ClientEvent {}

    /**
     * The next attempt to connect comes after a pause, should a connection be needed.
     *
     * @param pause how long it is
     */
    record Pausing(Duration pause) implements ClientEvent {}
}
