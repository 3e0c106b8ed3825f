package dev.usher.services.files.client;

import dev.usher.client.CallException;
import dev.usher.client.Session;

import java.io.IOException;
import java.time.Duration;

/**
 * Asks over one connection, which nobody else uses meanwhile.
 *
 * @param session the connection
 * @param silence how long the server may take for an answer, and for each 64 KiB
 */
record Exchange(Session<Request, String> session, Duration silence) {

    /** Whether more can be asked over it. */
    boolean isOpen() {
        return session.isOpen();
    }

    /** Sends a line, and waits for the one that answers it. */
    String answer(String line) throws IOException, InterruptedException {
        try {
            return session.call(new Request.Ask(line), silence);
        } catch (CallException failed) {
            throw FilesException.of(failed);
        }
    }

    /**
     * Has the bytes of a file pass, and returns the line that answers the request. The connection
     * is closed if they stay where they are in the middle.
     *
     * @throws IOException what failed here; or why there is no such line
     */
    String pass(Request request, Passage passage) throws IOException, InterruptedException {
        try {
            var line = session.transfer(request, silence);
            boolean passes = Answers.isOk(line) && request.mayStillPass();
            boolean done =
                    passes
                            ? passage.isDoneWithin(silence)
                            : passage.cancel() || passage.isDoneWithin(Duration.ZERO);
            if (!done) {
                stop(passage);
            }
            return line;
        } catch (CallException failed) {
            stop(passage);
            throw FilesException.of(failed);
        } catch (InterruptedException over) {
            stop(passage);
            throw over;
        }
    }

    private void stop(Passage passage) throws IOException {
        session.close();
        passage.end();
    }
}
