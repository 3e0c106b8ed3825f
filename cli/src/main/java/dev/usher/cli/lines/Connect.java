package dev.usher.cli.lines;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.offer.Offer;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientLimits;
import dev.usher.client.Session;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command {@code usher connect}: talks with a server line by line. */
@Command(
        name = "connect",
        description = {
            "Talks with a server line by line: with history, and completion of its commands by"
                    + " Tab.",
            "What the server sends by itself appears above the line that is being typed. JSON may"
                    + " have several lines. 'exit' leaves."
        },
        footer = {"  usher connect", "  usher connect 127.0.0.1:12006"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Connect implements Callable<Integer> {
    /** How long the next prompt waits for the answer, so that it comes after that. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    /** Of what it cannot do, such as keep a history, the editor tells with stack traces. */
    private static final Logger EDITOR = Logger.getLogger("org.jline");

    private static final String PROMPT = "> ";
    private static final String MORE = ". ";

    @Parameters(
            arity = "0..1",
            paramLabel = "HOST:PORT",
            converter = Endpoint.class,
            description = "The server (127.0.0.1:12002, a calculator).")
    private InetSocketAddress server = Offer.of("calculator", "lines").here();

    private final CommandCompleter commands = new CommandCompleter();

    @Override
    public Integer call() throws IOException {
        EDITOR.setLevel(Level.OFF);
        var host = server.getAddress().getHostAddress();
        var limits = ClientLimits.defaults().call(Duration.ofDays(1));
        try (var terminal = TerminalBuilder.builder().system(true).build()) {
            var reader = reader(terminal);
            var screen = new AnswerScreen(reader);
            try (var client =
                    Client.to(host, server.getPort(), LineAnswer.DIALECT)
                            .limits(limits)
                            .pushes(screen::show)
                            .events(screen::tell)
                            .open()) {
                talk(client, reader, screen);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        return ExitCode.OK;
    }

    private LineReader reader(Terminal terminal) {
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("usher")
                .parser(new JsonLines())
                .completer(commands)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE)
                .variable(LineReader.HISTORY_FILE, history())
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** Where people's state is kept (XDG Base Directory Specification). */
    private static Path history() {
        var state = System.getenv("XDG_STATE_HOME");
        var folder =
                state == null || state.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".local", "state")
                        : Path.of(state);
        return folder.resolve("usher").resolve("history");
    }

    private void talk(Client<String, String> client, LineReader reader, AnswerScreen screen)
            throws IOException, InterruptedException {
        var session = client.session();
        learn(session);
        for (String line; (line = typed(reader)) != null; ) {
            var request = line.replace('\n', ' ').strip();
            if (request.equalsIgnoreCase("exit")) {
                return;
            }
            if (!request.isEmpty()) {
                session = session.isOpen() ? session : client.session();
                ask(session, request, screen);
            }
        }
    }

    /** What is typed next; {@code null} at the end. */
    private static @Nullable String typed(LineReader reader) {
        while (true) {
            try {
                return reader.readLine(PROMPT);
            } catch (UserInterruptException newLine) {
                // As in a shell, that gives up the line and no more.
            } catch (EndOfFileException end) {
                return null;
            }
        }
    }

    /** Asks for the commands; a server that has none may well take that amiss. */
    private void learn(Session<String, String> session) throws IOException, InterruptedException {
        try {
            commands.learn(LineAnswer.of(session.call(CommandCompleter.QUESTION, MOMENT)));
        } catch (CallException.Late silent) {
            // Then there is nothing to complete.
        }
    }

    private static void ask(Session<String, String> session, String request, AnswerScreen screen)
            throws InterruptedException {
        try {
            session.send(request)
                    .thenAccept(screen::show)
                    .get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException later) {
            // It appears when it comes.
        } catch (ExecutionException failed) {
            var why = failed.getCause() == null ? failed : failed.getCause();
            screen.complain(String.valueOf(why.getMessage()));
        } catch (CallException failed) {
            screen.complain(String.valueOf(failed.getMessage()));
        }
    }
}
