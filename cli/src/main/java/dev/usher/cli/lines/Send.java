package dev.usher.cli.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.Version;
import dev.usher.client.Client;
import dev.usher.client.ClientLimits;
import dev.usher.client.Session;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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
        }
        var limits = ClientLimits.defaults().call(timeout);
        var host = server.getAddress().getHostAddress();
        try (var client =
                        Client.to(host, server.getPort(), LineAnswer.DIALECT)
                                .limits(limits)
                                .open();
                var session = client.session()) {
            var answers = new Answers(command.commandLine().getOut());
            if (requests.isEmpty()) {
                sendTyped(session, answers);
            } else {
                for (var request : requests) {
                    answers.await(session.send(request));
                }
            }
            return answers.finish() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException why) {
                throw why;
            }
            throw failed;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Sends the lines of stdin but the empty ones, which have no answer. */
    private void sendTyped(Session<String, String> session, Answers answers)
            throws IOException, InterruptedException {
        var lines = new BufferedReader(new InputStreamReader(stdin, UTF_8));
        for (String line; (line = lines.readLine()) != null; ) {
            if (!line.isEmpty()) {
                answers.await(session.send(line));
            }
        }
    }

    /** Prints answers as they come, which is in the order of their requests. */
    private final class Answers {
        private final PrintWriter out;
        private final Deque<CompletableFuture<Void>> awaited = new ArrayDeque<>();
        private volatile boolean failed;

        Answers(PrintWriter out) {
            this.out = out;
        }

        void await(CompletableFuture<String> answer) {
            awaited.add(answer.thenAccept(this::print));
            while (!awaited.isEmpty() && awaited.peek().isDone()) {
                awaited.remove().join();
            }
        }

        private void print(String line) {
            var answer = LineAnswer.of(line);
            failed |= answer.isError();
            out.print((json ? answer.toJson() : line) + "\n");
            out.flush();
        }

        /** Waits for those that have not come; whether none was an error. */
        boolean finish() {
            awaited.forEach(CompletableFuture::join);
            return !failed;
        }
    }
}
