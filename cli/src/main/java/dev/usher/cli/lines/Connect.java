package dev.usher.cli.lines;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.TlsOptions;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.offer.Offer;
import dev.usher.cli.terminal.Terminal;
import dev.usher.client.ClientLimits;
import dev.usher.client.Remote;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;

/** The command {@code usher connect}: talks with a server line by line. */
@Command(
        name = "connect",
        description = {
            "Talks with a server line by line: with history, and completion of its commands by"
                    + " Tab.",
            "What the server sends by itself appears above the line that is being typed. JSON may"
                    + " have several lines. 'exit' leaves.",
            "Between pipes it reads requests and prints answers, and nothing else. The exit code is"
                    + " then 1 when an answer is an error, and when one is missing."
        },
        footer = {"  usher connect", "  usher connect --trust chain.pem 127.0.0.1:12006"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Connect implements Callable<Integer> {
    private static final Duration IN_A_PIPE = Duration.ofSeconds(60);
    private static final Duration AT_A_TERMINAL = Duration.ofDays(1);

    private final InputStream stdin;

    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "HOST:PORT",
            converter = Endpoint.class,
            description = "The server (127.0.0.1:12002, a calculator).")
    private InetSocketAddress server = Offer.of("calculator", "lines").here();

    @Mixin private TlsOptions tls;

    public Connect(InputStream stdin) {
        this.stdin = stdin;
    }

    @Override
    public Integer call() throws IOException {
        try {
            return Terminal.isStdin() && Terminal.isStdout() ? atTerminal() : inPipe();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private int inPipe() throws IOException, InterruptedException {
        var usher = command.commandLine();
        var dialogue = new PipeDialogue(stdin, usher.getOut(), usher.getErr());
        try (var client = remote(IN_A_PIPE).pushes(dialogue::push).events(dialogue::tell).open()) {
            return dialogue.hold(client) ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private int atTerminal() throws IOException, InterruptedException {
        var commands = new CommandCompleter();
        try (var editor = new LineEditor(commands)) {
            var screen = new AnswerScreen(editor.reader());
            try (var client =
                    remote(AT_A_TERMINAL).pushes(screen::show).events(screen::tell).open()) {
                new TerminalDialogue(client, editor.reader(), screen, TerminalDialogue.MOMENT)
                        .hold(commands);
            }
        }
        return ExitCode.OK;
    }

    private Remote<String, String> remote(Duration call) {
        return LineAnswer.remote(server, tls.context()).limits(ClientLimits.defaults().call(call));
    }

    /** Whether this leaves, and is not sent. */
    static boolean isExit(String request) {
        return request.strip().equalsIgnoreCase("exit");
    }

    /** Whether this asks a server of commands to close. */
    static boolean isQuit(String request) {
        return request.strip().equals("quit");
    }
}
