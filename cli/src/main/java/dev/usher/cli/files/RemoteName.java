package dev.usher.cli.files;

import dev.usher.FailureException;
import dev.usher.services.files.FileName;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file on the server in the arguments. */
final class RemoteName implements ITypeConverter<FileName> {
    @Override
    public FileName convert(String text) {
        try {
            return FileName.of(text);
        } catch (FailureException wrong) {
            throw new TypeConversionException(wrong.failure().message());
        }
    }

    /** What it is called in its folder. */
    static String lastSegment(FileName name) {
        var text = name.toString();
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
