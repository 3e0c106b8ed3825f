package dev.usher.cli.files;

import dev.usher.cli.arguments.Quantity;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.HashSet;
import java.util.Set;

/** The options of commands that transfer several files, each of which is called differently. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Several {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "4",
            converter = Quantity.Parallel.class,
            description = "How many at once (4).")
    private int parallel;

    private final Set<Object> names = new HashSet<>();

    /** How many at once. */
    int parallel() {
        return parallel;
    }

    /** One of them will be called so; a wrong use of the command, if another one will be too. */
    void name(Object name) {
        if (!names.add(name)) {
            throw new ParameterException(
                    command.commandLine(), "two files would be called " + name);
        }
    }
}
