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

/** The command {@code usher talk}: sends what is typed and shows what comes back. */
@Command(
        name = "talk",
        description = "Sends what you type to an unframed server, such as an echo.",
        footer = {"  usher talk", "  usher talk 192.0.2.7:9999"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Talk implements Callable<Integer> {
    private static final Offer OFFER = Offer.of("echo", "unframed");

    private final InputStream stdin;

    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..*",
            paramLabel = "[HOST:PORT]",
            hideParamSyntax = true,
            description = "The server (127.0.0.1:9999).")
    private List<String> arguments = List.of();

    public Talk(InputStream stdin) {
        this.stdin = stdin;
    }

    @Override
    public Integer call() throws IOException {
        var errand = Errand.of(command, arguments, OFFER, 0);
        var dialogue = new Dialogue(stdin, command.commandLine().getOut());
        try (var exchange =
                new Exchange(Link.to(errand.server(), OFFER, command.commandLine().getErr()))) {
            while (true) {
                var line =
                        dialogue.insist("Enter data to send to the server (or 'exit' to quit): ");
                if (line == null || line.equalsIgnoreCase("exit")) {
                    return ExitCode.OK;
                }
                exchange.send(line);
                dialogue.tell("Received from server: " + exchange.receive());
            }
        }
    }
}
