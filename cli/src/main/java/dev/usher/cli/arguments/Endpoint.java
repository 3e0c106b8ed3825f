package dev.usher.cli.arguments;

import dev.usher.Peer;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/** A server in the arguments, {@code HOST:PORT}; an IPv6 address stands in brackets. */
public final class Endpoint implements ITypeConverter<InetSocketAddress> {
    private static final Pattern PARTS =
            Pattern.compile("(?<host>[^:\\[\\]]+|\\[[^\\[\\]]+]):(?<port>[0-9]{1,9})");
    private static final int MOST_PORT = 65_535;

    @Override
    public InetSocketAddress convert(String text) {
        var parts = PARTS.matcher(text);
        if (parts.matches()) {
            int port = Integer.parseInt(parts.group("port"));
            if (port >= 1 && port <= MOST_PORT) {
                return new InetSocketAddress(new Host().convert(parts.group("host")), port);
            }
        }
        throw new TypeConversionException(
                "'" + text + "' is not HOST:PORT, such as 127.0.0.1:12001");
    }

    /** The address as it is written in arguments. */
    public static String print(InetSocketAddress address) {
        return Peer.host(address.getAddress()) + ":" + address.getPort();
    }
}
