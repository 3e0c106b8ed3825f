package dev.usher.cli.load;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.lines.LineAnswer;
import dev.usher.cli.terminal.StopSignals;
import dev.usher.cli.terminal.Words;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;

/** The command {@code usher bench}: puts a server under load. */
@Command(
        name = "bench",
        description = {
            "Measures how many requests a server of lines answers, and how long each takes.",
            "Each connection sends the request again when there is an answer to one before: as many"
                + " as the server can. With --rate, requests are due at fixed times whatever the"
                + " server does, as people come, and the time until an answer counts from there; so"
                + " a server that stands still for a second cannot hide it.",
            "It says when it was the limit itself. Ctrl-C ends it with the figures so far, if it"
                    + " measures already."
        },
        footer = {
            "  usher bench 127.0.0.1:12001 --connections 64 --depth 16",
            "  usher bench 127.0.0.1:12002 --rate 5000 --duration 30 --request 'add 2 3'"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Bench implements Callable<Integer> {
    /** Every service of lines has one line to say to that; an echo, the same. */
    private static final String REQUEST = "help quit";

    private static final int DEPTH = 1;
    private static final int DEPTH_WITH_A_RATE = 100;

    @Spec private CommandSpec command;

    @Parameters(paramLabel = "HOST:PORT", converter = Endpoint.class, description = "The server.")
    private InetSocketAddress server;

    @Option(
            names = "--request",
            paramLabel = "TEXT",
            description =
                    "The line to send, which has one line as its answer; text or JSON-RPC ('"
                            + REQUEST
                            + "', which every service knows).")
    private String request = REQUEST;

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            converter = Quantity.Connections.class,
            defaultValue = "16",
            description = "Connections at once (16).")
    private int connections;

    @Option(
            names = {"-d", "--depth"},
            paramLabel = "N",
            converter = Quantity.Depth.class,
            description =
                    "Requests without an answer on each connection (1; with --rate at most 100).")
    private @Nullable Integer depth;

    @Option(
            names = {"-r", "--rate"},
            paramLabel = "N",
            converter = Quantity.Rate.class,
            description = "Requests per second by schedule (as many as the server answers).")
    private @Nullable Integer rate;

    @Option(
            names = {"-t", "--duration"},
            paramLabel = "SECONDS",
            converter = Quantity.Measured.class,
            defaultValue = "10",
            description = "How long to measure (10).")
    private Duration duration;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            converter = Quantity.WarmUp.class,
            defaultValue = "2",
            description = "How long to do the same before that (2).")
    private Duration warmUp;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Quantity.Threads.class,
            description =
                    "Threads that send and receive (half as many as there are processors; the"
                            + " server may need the others).")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "Print the figures as a JSON object, times in ms.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (request.isEmpty() || request.contains("\n")) {
            throw new ParameterException(command.commandLine(), "--request is one line");
        }
        command.commandLine()
                .getErr()
                .println(
                        "%s, %s to warm up, %s to measure; Ctrl-C ends it"
                                .formatted(
                                        Endpoint.print(server),
                                        Words.seconds(warmUp),
                                        Words.seconds(duration)));
        var figures = measure();
        var print = new BenchPrint(figures);
        if (figures.answers() + figures.errors() + figures.busy() == 0) {
            throw failure(figures);
        }
        var out = command.commandLine().getOut();
        out.print((json ? print.json() : String.join("\n", print.lines())) + "\n");
        out.flush();
        if (figures.failure() != null) {
            throw failure(figures);
        }
        return isGood(figures) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Whether all went as it should; else it says what did not. */
    private boolean isGood(LoadFigures figures) {
        var err = command.commandLine().getErr();
        if (figures.errors() > 0) {
            err.println("usher: %s answered by errors".formatted(requests(figures.errors())));
        }
        if (figures.lost() > 0) {
            err.println(
                    "usher: %s without an answer, because the server closed the connection"
                            .formatted(requests(figures.lost())));
        }
        if (figures.answers() == 0) {
            err.println("usher: no request was done");
        }
        return figures.errors() == 0 && figures.lost() == 0 && figures.answers() > 0;
    }

    private static String requests(long count) {
        return Words.count(count, "request") + (count == 1 ? " was" : " were");
    }

    private LoadPlan plan() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new LoadPlan(
                server,
                request,
                connections,
                depth != null ? depth : rate == null ? DEPTH : DEPTH_WITH_A_RATE,
                Math.min(connections, threads != null ? threads : Math.max(1, processors / 2)),
                rate,
                warmUp,
                duration,
                line -> LineAnswer.of(line).verdict());
    }

    private LoadFigures measure() throws IOException {
        try (var load = new Load(plan())) {
            if (!isWarm(load)) {
                throw new IOException(
                        "%s has more than one line to say to '%s': ask for something else"
                                .formatted(Endpoint.print(server), request));
            }
            // Before that there are no figures, and a signal ends the program as it ends any.
            try (var signals = new StopSignals()) {
                Thread.startVirtualThread(() -> {
                    signals.await();
                    load.stop();
                });
                return load.measure();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private boolean isWarm(Load load) throws IOException, InterruptedException {
        try {
            return load.warmUp();
        } catch (IOException failed) {
            throw new IOException(
                    "cannot connect to %s: %s"
                            .formatted(Endpoint.print(server), failed.getMessage()),
                    failed);
        }
    }

    private IOException failure(LoadFigures figures) {
        if (figures.failure() != null) {
            return new IOException(
                    "the server has gone after %s: cannot connect to %s: %s"
                            .formatted(
                                    Words.about(figures.time()),
                                    Endpoint.print(server),
                                    figures.failure().getMessage()),
                    figures.failure());
        }
        var said =
                figures.unfinished()
                        ? "answers without the end of a line"
                        : figures.lost() > 0
                                ? "closes the connection and does not answer"
                                : "does not answer within " + Words.about(figures.time());
        return new IOException(
                "%s %s; has it a line to say to '%s'?"
                        .formatted(Endpoint.print(server), said, request));
    }
}
