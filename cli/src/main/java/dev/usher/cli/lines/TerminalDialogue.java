package dev.usher.cli.lines;

import dev.usher.cli.terminal.Sentence;
import dev.usher.cli.terminal.Words;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.Session;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A dialogue of a person at a terminal. When the connection is gone, the next request makes another
 * one, or says that there is no server; what is being typed is kept.
 */
final class TerminalDialogue {
    private static final String PROMPT = "> ";

    /** How long the next prompt waits for the answer, so that it comes after that. */
    static final Duration MOMENT = Duration.ofSeconds(2);

    /** How long to look for a server that was there before. */
    private static final Duration TO_RETURN = Duration.ofSeconds(5);

    private final Client<String, String> client;
    private final LineReader reader;
    private final AnswerScreen screen;
    private final Duration moment;

    private @Nullable Session<String, String> session;

    /**
     * With this server.
     *
     * @param moment how long to wait for an answer before the next prompt
     */
    TerminalDialogue(
            Client<String, String> client,
            LineReader reader,
            AnswerScreen screen,
            Duration moment) {
        this.client = client;
        this.reader = reader;
        this.screen = screen;
        this.moment = moment;
    }

    /**
     * Holds it.
     *
     * @param commands learns those of the server
     * @throws IOException if there is no server at first
     */
    void hold(CommandCompleter commands) throws IOException, InterruptedException {
        session = client.session();
        learn(session, commands);
        interruptible(reader.getTerminal());
        var requests = new RequestLines();
        for (String typed; (typed = typed()) != null; ) {
            // There are several if they were pasted.
            for (var line : typed.lines().toList()) {
                var request = request(requests, line);
                if (request != null && (Connect.isExit(request) || !ask(request.strip()))) {
                    return;
                }
            }
        }
    }

    /** Asks for the commands; a server that has none may well take that amiss, and close. */
    private void learn(Session<String, String> session, CommandCompleter commands)
            throws IOException, InterruptedException {
        try {
            session.send(CommandCompleter.QUESTION)
                    .thenAccept(line -> commands.learn(LineAnswer.of(line)))
                    .get(moment.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            // Then there is nothing to complete yet.
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof CallException.Busy busy) {
                throw busy;
            }
        }
    }

    /** From here on, Ctrl-C gives up what is waited for, and no more. */
    private static void interruptible(Terminal terminal) {
        var waiting = Thread.currentThread();
        terminal.handle(Signal.INT, _ -> waiting.interrupt());
    }

    /** What is typed next; {@code null} at the end. */
    private @Nullable String typed() {
        while (true) {
            Thread.interrupted(); // by a Ctrl-C that came after what it was meant for
            try {
                return reader.readLine(PROMPT);
            } catch (UserInterruptException newLine) {
                // As in a shell, that gives up the line and no more.
            } catch (EndOfFileException end) {
                return null;
            }
        }
    }

    private @Nullable String request(RequestLines requests, String line) {
        try {
            return requests.add(line);
        } catch (WrongInputException wrong) {
            screen.complain(String.valueOf(wrong.getMessage()));
            return null;
        }
    }

    /** Asks; whether to go on. */
    private boolean ask(String request) {
        try {
            var open = connected();
            var answer = open.send(request);
            answer.thenAccept(screen::show).get(moment.toMillis(), TimeUnit.MILLISECONDS);
            return !(Connect.isQuit(request) && answer.resultNow().equals("bye"));
        } catch (TimeoutException later) {
            if (!Answers.isSilent(request)) {
                screen.complain("no answer yet; it will appear here when it comes");
            }
        } catch (ExecutionException failed) {
            var why = failed.getCause() == null ? failed : failed.getCause();
            // That the connection has ended, and why, is told by the screen.
            if (!(why instanceof CallException) || why instanceof CallException.Late) {
                screen.complain(Sentence.of(why));
            }
        } catch (CallException failed) {
            screen.complain(Sentence.of(failed));
        } catch (InterruptedException givenUp) {
            screen.complain("no longer waiting");
        }
        return true;
    }

    private Session<String, String> connected() throws CallException, InterruptedException {
        var open = session;
        if (open != null && open.isOpen()) {
            return open;
        }
        screen.complain(
                "looking for the server, for %s at most".formatted(Words.seconds(TO_RETURN)));
        var again = client.session(TO_RETURN);
        session = again;
        screen.complain("connected again");
        return again;
    }
}
