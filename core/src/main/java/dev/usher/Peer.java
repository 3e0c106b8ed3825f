package dev.usher;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/**
 * Who is at the other end of a connection.
 *
 * @param id a number that no other connection of this server has; counts from 1
 * @param listener the name of the listener that accepted it
 * @param remote the client's address and port
 * @param local the address and port it connected to
 */
public record Peer(long id, String listener, InetSocketAddress remote, InetSocketAddress local) {

    /** A row of zeros in an IPv6 address, with the colons around it. */
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|(?=%)|$)");

    /** As people read it: {@code echo#17 127.0.0.1:50312}. */
    @Override
    public String toString() {
        return listener + "#" + id + " " + host(remote.getAddress()) + ":" + remote.getPort();
    }

    /**
     * An address as a port may follow it: {@code 127.0.0.1}, or {@code [::1]}, with the longest row
     * of zeros left out (RFC 5952).
     */
    public static String host(InetAddress address) {
        var host = address.getHostAddress();
        if (host.indexOf(':') < 0) {
            return host;
        }
        var longest = "";
        for (var zeros = ZEROS.matcher(host); zeros.find(); ) {
            longest = count(zeros.group()) > count(longest) ? zeros.group() : longest;
        }
        return "[" + (longest.isEmpty() ? host : host.replaceFirst(longest, "::")) + "]";
    }

    private static long count(String zeros) {
        return zeros.chars().filter(sign -> sign == '0').count();
    }
}
