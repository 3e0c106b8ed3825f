package dev.usher.cli.course;

import dev.usher.cli.arguments.Errand;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.offer.Offer;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;

/** The command {@code usher count}: has a counter count up from a number. */
@Command(
        name = "count",
        description = "Has an unframed counter count; asks, until STOP, if you give no numbers.",
        footer = {"  usher count", "  usher count 127.0.0.1:50073 2 10"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Count implements Callable<Integer> {
    private static final Offer OFFER = Offer.of("counter", "unframed");
    private static final String PROMPT =
            "Please enter a number, space, then number of increments to be done by the server: ";

    private final InputStream stdin;

    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..*",
            paramLabel = "[HOST:PORT] [N REPS]",
            hideParamSyntax = true,
            description = "The server (127.0.0.1:50073), a number, and how often 1 is added to it.")
    private List<String> arguments = List.of();

    public Count(InputStream stdin) {
        this.stdin = stdin;
    }

    @Override
    public Integer call() throws IOException {
        var errand = Errand.of(command, arguments, OFFER, 2);
        var dialogue = new Dialogue(stdin, command.commandLine().getOut());
        try (var exchange =
                new Exchange(Link.to(errand.server(), OFFER, command.commandLine().getErr()))) {
            if (errand.request().isEmpty()) {
                converse(dialogue, exchange);
            } else {
                exchange.send(String.join(" ", errand.request()));
                var answer = tellResult(dialogue, exchange);
                return Exchange.isError(answer) ? ExitCode.SOFTWARE : ExitCode.OK;
            }
        }
        return ExitCode.OK;
    }

    private static void converse(Dialogue dialogue, Exchange exchange) throws IOException {
        while (true) {
            var line = dialogue.insist(PROMPT);
            if (line == null || line.equals("STOP")) {
                return;
            }
            exchange.send(line);
            dialogue.tell("Client sent " + line + " to the server");
            tellResult(dialogue, exchange);
        }
    }

    private static String tellResult(Dialogue dialogue, Exchange exchange) throws IOException {
        var answer = exchange.receive();
        dialogue.tell("Client received result: " + answer);
        return answer;
    }
}
