package dev.usher.cli.course;

import dev.usher.cli.arguments.Errand;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.offer.Offer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The command {@code usher calc}: has an unframed calculator calculate once. */
@Command(
        name = "calc",
        description = "Has an unframed calculator calculate, once; asks for what you do not give.",
        footer = {"  usher calc", "  usher calc 127.0.0.1:9998 add 2 3"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Calc implements Callable<Integer> {
    private static final Offer OFFER = Offer.of("calculator", "unframed");

    private static final List<String> PROMPTS =
            List.of(
                    "Enter operation (add/subtract/multiply/divide): ",
                    "Enter first number: ",
                    "Enter second number: ");

    private final InputStream stdin;

    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..*",
            paramLabel = "[HOST:PORT] [OP A B]",
            hideParamSyntax = true,
            description = "The server (127.0.0.1:9998), an operation and two whole numbers.")
    private List<String> arguments = List.of();

    public Calc(InputStream stdin) {
        this.stdin = stdin;
    }

    @Override
    public Integer call() throws IOException {
        var errand = Errand.of(command, arguments, OFFER, PROMPTS.size());
        var dialogue = new Dialogue(stdin, command.commandLine().getOut());
        try (var exchange =
                new Exchange(Link.to(errand.server(), OFFER, command.commandLine().getErr()))) {
            var request = errand.request().isEmpty() ? askFor(dialogue) : errand.request();
            if (request != null) {
                exchange.send(String.join(" ", request));
                var answer = exchange.receive();
                dialogue.tell("Result: " + answer);
                return Exchange.isError(answer) ? ExitCode.SOFTWARE : ExitCode.OK;
            }
        }
        return ExitCode.OK;
    }

    private static @Nullable List<String> askFor(Dialogue dialogue) throws IOException {
        var request = new ArrayList<String>();
        for (var prompt : PROMPTS) {
            var word = dialogue.ask(prompt);
            if (word == null) {
                return null;
            }
            request.add(word);
        }
        return request;
    }
}
