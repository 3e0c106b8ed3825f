package dev.usher;

import java.net.InetSocketAddress;

/**
 * Who is at the other end of a connection.
 *
 * @param id a number that no other connection of this server has; counts from 1
 * @param listener the name of the listener that accepted it
 * @param remote the client's address and port
 * @param local the address and port it connected to
 */
public record Peer(long id, String listener, InetSocketAddress remote, InetSocketAddress local) {

    /** As people read it: {@code echo#17 127.0.0.1:50312}. */
    @Override
    public String toString() {
        return listener + "#" + id + " " + host(remote) + ":" + remote.getPort();
    }

    private static String host(InetSocketAddress address) {
        var host = address.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
