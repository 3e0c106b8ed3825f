package dev.usher.cli.arguments;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** An address in the arguments, by name or number. */
public final class Host implements ITypeConverter<InetAddress> {
    @Override
    public InetAddress convert(String text) {
        try {
            if (!text.isBlank()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException unknown) {
            // Told below.
        }
        throw new TypeConversionException(
                "'" + text + "' is not an address, such as 127.0.0.1, or a known name of one");
    }
}
