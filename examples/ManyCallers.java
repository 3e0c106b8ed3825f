import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.Dialect;
import dev.usher.protocol.Lines;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;

/**
 * The other end: a client that many threads share. Requests are pipelined over one connection, each
 * caller gets its own answer, and what cannot be answered is an exception that says why.
 */
void main() throws Exception {
    try (var server = Server.on(0).answer(Lines.utf8(), line -> line.repeat(2)).start();
            var client = Client.to("127.0.0.1", server.port(), Dialect.lines()).open()) {
        IO.println(client.call("ha"));

        var answers = new ArrayList<CompletableFuture<String>>();
        for (int i = 0; i < 5; i++) {
            answers.add(client.send("<" + i + ">"));
        }
        for (var answer : answers) {
            IO.println(answer.join());
        }

        server.drain();
        try {
            IO.println(client.call("still there?", Duration.ofSeconds(1)));
        } catch (CallException failed) {
            IO.println(failed.getMessage() + (failed.mayHaveBeenDone() ? ", maybe" : ", not done"));
        }
    }
}
