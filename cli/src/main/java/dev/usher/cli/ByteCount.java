package dev.usher.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.regex.Pattern;

/** A number of bytes in the arguments: {@code 500}, or {@code 64K}, {@code 10G} and so on. */
final class ByteCount implements ITypeConverter<Long> {
    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,15})([KMGT]?)");
    private static final String UNITS = "KMGT";
    private static final long MOST = 1L << 50;

    @Override
    public Long convert(String text) {
        var count = SYNTAX.matcher(text);
        if (count.matches()) {
            int power = count.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(count.group(2));
            long number = Long.parseLong(count.group(1));
            long most = MOST >> (10 * power);
            if (number >= 1 && number <= most) {
                return number << (10 * power);
            }
        }
        throw new TypeConversionException(
                "'%s' is not a number of bytes from 1 to 1024T, such as 500, 64K, 20M or 10G"
                        .formatted(text));
    }
}
