package dev.usher.cli.arguments;

import dev.usher.cli.offer.Offer;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a client is to do: talk with a server, and there perhaps make one request. Both can be left
 * out of its arguments.
 *
 * @param server where to
 * @param request the words of the request; empty if they are to be asked for
 */
public record Errand(InetSocketAddress server, List<String> request) {

    /**
     * Reads the arguments.
     *
     * @param offer what listens on this machine, unless the arguments say where to go
     * @param words how many words make a request; 0 if requests are always asked for
     */
    public static Errand of(CommandSpec command, List<String> arguments, Offer offer, int words) {
        int given = arguments.size();
        var server =
                given == 1 || given == words + 1
                        ? server(command, arguments.getFirst())
                        : offer.here();
        if (given <= 1) {
            return new Errand(server, List.of());
        }
        if (given == words || given == words + 1) {
            return new Errand(server, arguments.subList(given - words, given));
        }
        throw new ParameterException(
                command.commandLine(),
                command.name()
                        + " takes "
                        + command.positionalParameters().getFirst().paramLabel());
    }

    private static InetSocketAddress server(CommandSpec command, String argument) {
        try {
            return new Endpoint().convert(argument);
        } catch (TypeConversionException wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
        }
    }
}
