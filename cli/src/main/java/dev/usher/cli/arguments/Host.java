package dev.usher.cli.arguments;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** An address in the arguments, by name or number. */
public final class Host implements ITypeConverter<InetAddress> {
    @Override
    public InetAddress convert(String text) {
        try {
            if (!text.isBlank()) {
                return named(text, InetAddress.getByName(text));
            }
        } catch (UnknownHostException unknown) {
            // Told below.
        }
        throw new TypeConversionException(
                "'" + text + "' is not an address, such as 127.0.0.1, or a known name of one");
    }

    /** What was typed is its name, so that messages show it so; but with a scope it has to stay. */
    private static InetAddress named(String text, InetAddress address) throws UnknownHostException {
        return address instanceof Inet6Address && text.matches("\\[[0-9A-Fa-f:]+]")
                ? InetAddress.getByAddress(
                        text.substring(1, text.length() - 1), address.getAddress())
                : address;
    }
}
