package dev.usher.cli.lines;

import dev.usher.cli.terminal.Sentence;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientEvent;
import dev.usher.client.Session;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A dialogue of programs: requests come from stdin, as fast as they come, and what the server sends
 * goes to stdout, and nothing else. It ends with its input, or with the connection.
 */
final class PipeDialogue {
    /** How long an answer may take that need not come. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final InputStream stdin;
    private final PrintWriter err;
    private final Answers answers;

    /** Whether the server was asked to close. */
    private volatile boolean leaving;

    private boolean told;

    PipeDialogue(InputStream stdin, PrintWriter out, PrintWriter err) {
        this.stdin = stdin;
        this.err = err;
        answers = new Answers(out, LineAnswer::line);
    }

    /** Prints what the server sends by itself. */
    void push(String line) {
        answers.print(line);
    }

    /** Says at once that the connection is gone: the next line may come much later. */
    void tell(ClientEvent event) {
        if (event instanceof ClientEvent.Disconnected(var why) && !leaving) {
            say(why);
        }
    }

    /** Once, whoever of the two finds it first. */
    private synchronized void say(CallException why) {
        if (!told) {
            told = true;
            err.println("usher: " + Sentence.of(why));
        }
    }

    /**
     * Holds it.
     *
     * @return whether all was answered, and no answer is an error
     */
    boolean hold(Client<String, String> client) throws IOException, InterruptedException {
        try (var session = client.session()) {
            try {
                send(session);
                answers.finish();
                awaitRest();
            } catch (WrongInputException wrong) {
                answers.finish(); // to what came before it
                throw wrong;
            }
        } catch (CallException.Lost | CallException.Unreachable gone) {
            say(gone);
            return false;
        }
        return !answers.anyError();
    }

    /** Sends what comes. */
    private void send(Session<String, String> session) throws IOException, InterruptedException {
        var lines = new StdinLines(stdin);
        var requests = new RequestLines();
        for (String line; (line = lines.next()) != null; ) {
            var request = requests.add(line);
            if (request == null) {
                continue;
            }
            if (Connect.isExit(request)) {
                return;
            }
            leaving = Connect.isQuit(request);
            if (isSilent(request)) {
                answers.expectOneLess();
            }
            answers.await(session.send(request));
        }
        if (requests.isOpen()) {
            throw new WrongInputException("stdin ends in the middle of JSON");
        }
    }

    /** Whether it is a notification of JSON-RPC, or some, to which there is no answer. */
    private static boolean isSilent(String request) {
        var value = JsonBrackets.isJson(request) ? LineAnswer.of(request).value() : null;
        if (value == null || !value.isArray()) {
            return value != null && isNotification(value);
        }
        return !value.isEmpty() && value.valueStream().allMatch(PipeDialogue::isNotification);
    }

    private static boolean isNotification(JsonNode value) {
        return value.has("jsonrpc") && value.has("method") && !value.has("id");
    }

    /** A server that knows nothing of JSON-RPC, such as an echo, answers that too. */
    private void awaitRest() throws IOException, InterruptedException {
        try {
            answers.rest().get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException none) {
            // As it should be.
        } catch (ExecutionException failed) {
            if (leaving) {
                return; // the server has closed, as it was asked to
            }
            if (failed.getCause() instanceof IOException why) {
                throw why;
            }
            throw new IllegalStateException(failed);
        }
    }
}
