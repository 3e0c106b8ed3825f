package dev.usher.cli.course;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.offer.Offer;
import dev.usher.services.checkin.PickleClient;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;

/** The command {@code usher checkin}: checks a student in. */
@Command(
        name = "checkin",
        description = "Checks a student in over pickle; asks for what you do not give.",
        footer = {
            "  usher checkin",
            "  usher checkin --name \"Alice Brown\" --github abrown --sid 123456789 127.0.0.1:12000"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Checkin implements Callable<Integer> {
    private static final Offer OFFER = Offer.of("checkin", "pickle");

    private final InputStream stdin;

    @Spec private CommandSpec command;

    @Option(names = "--name", paramLabel = "NAME", description = "The student's name (asked for).")
    private @Nullable String name;

    @Option(
            names = "--github",
            paramLabel = "USER",
            description = "Their user name on GitHub (asked for).")
    private @Nullable String github;

    @Option(
            names = "--sid",
            paramLabel = "SID",
            description = "Their student id, a number mostly (asked for).")
    private @Nullable String sid;

    @Parameters(
            arity = "0..1",
            paramLabel = "HOST:PORT",
            converter = Endpoint.class,
            description = "The server (127.0.0.1:12000).")
    private InetSocketAddress server = OFFER.here();

    public Checkin(InputStream stdin) {
        this.stdin = stdin;
    }

    @Override
    public Integer call() throws IOException {
        var dialogue = new Dialogue(stdin, command.commandLine().getOut());
        try (var link = Link.to(server, OFFER, command.commandLine().getErr())) {
            var client = new PickleClient(link.input(), link.output());
            dialogue.tell(
                    "%s has successfully connected to %s/%d"
                            .formatted(
                                    client.id(),
                                    server.getAddress().getHostAddress(),
                                    server.getPort()));
            checkIn(client, dialogue);
        }
        return ExitCode.OK;
    }

    private void checkIn(PickleClient client, Dialogue dialogue) throws IOException {
        var student = given(name, "Enter your name: ", dialogue);
        var user = student == null ? null : given(github, "Enter your GitHub username: ", dialogue);
        var id = user == null ? null : given(sid, "Enter your student id: ", dialogue);
        if (student == null || user == null || id == null) {
            throw new EOFException(
                    "nobody is checked in: the input has ended; type an answer to each question, or"
                            + " give --name, --github and --sid");
        }
        client.checkIn(student, user, id);
        dialogue.tell("Data acknowledged by server and you passed the test");
    }

    /** What the arguments say, else what is typed; {@code null} at the end of the input. */
    private static @Nullable String given(
            @Nullable String argument, String prompt, Dialogue dialogue) throws IOException {
        return argument == null ? dialogue.insist(prompt) : argument;
    }
}
