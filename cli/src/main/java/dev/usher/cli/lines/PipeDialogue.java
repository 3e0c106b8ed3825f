package dev.usher.cli.lines;

import dev.usher.cli.terminal.Sentence;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientEvent;
import dev.usher.client.Session;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;

/**
 * A dialogue of programs: requests come from stdin, as fast as they come, and what the server sends
 * goes to stdout, and nothing else. It ends with its input, or with the connection.
 */
final class PipeDialogue {
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
        } catch (CallException gone) {
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
            answers.await(request, session.send(request));
        }
        if (requests.isOpen()) {
            throw new WrongInputException("stdin ends in the middle of JSON");
        }
    }

    private void awaitRest() throws IOException, InterruptedException {
        try {
            answers.awaitRest();
        } catch (IOException closed) {
            if (!leaving) { // else it was asked to
                throw closed;
            }
        }
    }
}
