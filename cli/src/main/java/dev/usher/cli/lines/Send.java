package dev.usher.cli.lines;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.TlsOptions;
import dev.usher.cli.arguments.Version;
import dev.usher.client.ClientLimits;
import dev.usher.client.Session;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** The command {@code usher send}: makes requests of a server, and prints the answers. */
@Command(
        name = "send",
        description = {
            "Sends lines to a server, without waiting for one answer before the next line, and"
                    + " prints the answers in their order.",
            "The exit code is 1 when an answer is an error, and when one is missing."
        },
        footer = {
            "  usher send 127.0.0.1:12002 'add 2 3' 'multiply 6 7'",
            "  usher send 127.0.0.1:12006 --json --timeout 5 tables"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Send implements Callable<Integer> {
    private final InputStream stdin;

    @Spec private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "HOST:PORT",
            converter = Endpoint.class,
            description = "The server.")
    private InetSocketAddress server;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "REQUEST",
            description = "A line each, in quotes if it has spaces; without any, stdin is read.")
    private List<String> requests = List.of();

    @Option(
            names = "--json",
            description =
                    "Print each answer as a JSON object with the members ok (true or false) and"
                            + " answer (JSON if it is, else a string).")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = Quantity.Patience.class,
            defaultValue = "60",
            description = "How long to wait for an answer (60).")
    private Duration timeout;

    @Mixin private TlsOptions tls;

    public Send(InputStream stdin) {
        this.stdin = stdin;
    }

    @Override
    public Integer call() throws IOException {
        for (var request : requests) {
            if (request.indexOf('\n') >= 0) {
                throw new ParameterException(
                        command.commandLine(), "a request is one line; give each one for itself");
            }
            if (request.indexOf('\uFFFD') >= 0) { // of whose bytes Java knows no more
                throw new ParameterException(
                        command.commandLine(),
                        "'" + request + "' was not UTF-8; if U+FFFD is meant, send it by stdin");
            }
        }
        var limits = ClientLimits.defaults().call(timeout);
        var answers =
                new Answers(
                        command.commandLine().getOut(),
                        json ? LineAnswer::toJson : LineAnswer::line);
        try (var client = LineAnswer.remote(server, tls.context()).limits(limits).open();
                var session = client.session()) {
            if (requests.isEmpty()) {
                sendTyped(session, answers);
            } else {
                for (var request : requests) {
                    answers.await(request, session.send(request));
                }
            }
            answers.finish();
            answers.awaitRest();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        return answers.anyError() ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    /** Sends the lines of stdin but the empty ones, which have no answer. */
    private void sendTyped(Session<String, String> session, Answers answers)
            throws IOException, InterruptedException {
        var lines = new StdinLines(stdin);
        try {
            for (String line; (line = lines.next()) != null; ) {
                if (!line.isEmpty()) {
                    answers.await(line, session.send(line));
                }
            }
        } catch (WrongInputException wrong) {
            answers.finish(); // to what came before it
            throw wrong;
        }
    }
}
